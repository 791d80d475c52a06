/// What a signed object other than a record carries.
package enum SyncObject: Sendable, Equatable {
  case message(MessageBody)
  case receipt(Receipt)
  case announcement(Announcement)
  case reconcile(Reconcile)
  case fetch(Fetch)

  package var type: ObjectType {
    switch self {
    case .message: .message
    case .receipt: .receipt
    case .announcement: .announcement
    case .reconcile: .reconcile
    case .fetch: .fetch
    }
  }
}

/// The changes of a sync message, in the clear or sealed (PROTOCOL section 5).
package enum MessageBody: Sendable, Equatable {
  case clear([Change])
  case sealed(SealedChanges)
}

// MARK: Coding

extension SyncObject {
  /// Decodes the payload of an envelope.
  ///
  /// - Throws: `unsupported-version`, which is judged first, `malformed` or `too-large`.
  package static func decode(_ envelope: Envelope) throws(Refusal) -> (header: ObjectHeader, object: SyncObject) {
    let map = try PayloadMap(envelope.bytes, in: envelope.payload)
    guard try map.unsigned(2) == ObjectHeader.version else { throw .unsupportedVersion }
    let object: SyncObject =
      switch envelope.type {
      case .record: throw .malformed
      case .message: .message(try MessageBody(map))
      case .receipt: .receipt(try Receipt(map))
      case .announcement: .announcement(try Announcement(map))
      case .reconcile: .reconcile(try Reconcile(map))
      case .fetch: .fetch(try Fetch(map))
      }
    return (try ObjectHeader(map), object)
  }

  /// Signs the object for the cluster.
  package func signed(_ header: ObjectHeader, cluster: ClusterName, by signer: some Signer) -> [UInt8] {
    Envelope.sign(payload(header), as: type, cluster: cluster, by: signer)
  }

  func payload(_ header: ObjectHeader) -> [UInt8] {
    switch self {
    case .message(let body): header.payload(pairs: 1, body.write)
    case .receipt(let receipt): header.payload(pairs: 1, receipt.write)
    case .announcement(let announcement): header.payload(pairs: 7, announcement.write)
    case .reconcile(let reconcile): header.payload(pairs: 3, reconcile.write)
    case .fetch(let fetch): header.payload(pairs: 1, fetch.write)
    }
  }
}

extension MessageBody {
  init(_ map: PayloadMap) throws(Refusal) {
    try map.check(required: ObjectHeader.keys, optional: [4, 5, ObjectHeader.toKey])
    guard map.contains(4) != map.contains(5) else { throw .malformed }
    self =
      map.contains(4)
      ? .clear(try map.value(4, [Change].init(_:)))
      : .sealed(try map.value(5, SealedChanges.init(_:)))
  }

  func write(to writer: inout CBORWriter) {
    switch self {
    case .clear(let changes):
      writer.unsigned(4)
      changes.write(to: &writer)
    case .sealed(let sealed):
      writer.unsigned(5)
      sealed.write(to: &writer)
    }
  }
}
