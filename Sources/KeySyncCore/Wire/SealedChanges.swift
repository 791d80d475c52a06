/// Changes encrypted to their readers (PROTOCOL section 5, "Sealed").
package struct SealedChanges: Sendable, Equatable {
  /// 24 bytes, fresh for every encryption.
  package var nonce: [UInt8]
  /// XChaCha20-Poly1305 of the padded changes array.
  package var ciphertext: [UInt8]
  /// 1–1,024 entries, sorted by the recipients' public keys.
  package var recipients: [Recipient]

  package static let nonceBytes = 24

  /// The data key, wrapped for one recipient.
  package struct Recipient: Sendable, Equatable {
    /// The first eight bytes of the recipient's public key, most significant first.
    package var hint: UInt64
    /// `crypto_box` of the data key.
    package var wrapped: [UInt8]

    package static let wrappedBytes = 48

    package init(hint: UInt64, wrapped: [UInt8]) {
      self.hint = hint
      self.wrapped = wrapped
    }
  }

  package init(nonce: [UInt8], ciphertext: [UInt8], recipients: [Recipient]) {
    self.nonce = nonce
    self.ciphertext = ciphertext
    self.recipients = recipients
  }

  /// The entries this node tries: those with its hint, at most four.
  package func candidates(for node: NodeID) -> [Recipient] {
    Array(recipients.lazy.filter { $0.hint == node.publicKey.prefix8 }.prefix(Limits.hintsTried))
  }

  /// What the encryption is bound to besides its key: cluster, sender and message.
  package static func additionalData(cluster: ClusterName, sender: NodeID, messageID: MessageID) -> [UInt8] {
    cluster.externalAAD + [0] + sender.publicKey.bytes + messageID.bytes
  }
}

// MARK: Coding

extension SealedChanges {
  init(_ reader: inout CBORReader) throws(Refusal) {
    guard try reader.map() == 3, try reader.unsigned() == 1 else { throw .malformed }
    let nonce = try reader.bytes(count: Self.nonceBytes)
    guard try reader.unsigned() == 2 else { throw .malformed }
    let ciphertext = try reader.bytes()
    guard try reader.unsigned() == 3 else { throw .malformed }
    let count = try reader.array()
    guard (1...Limits.recipients).contains(count) else { throw .malformed }
    var recipients: [Recipient] = []
    recipients.reserveCapacity(count)
    for _ in 0..<count { recipients.append(try Recipient(&reader)) }
    self.init(nonce: nonce, ciphertext: ciphertext, recipients: recipients)
  }

  func write(to writer: inout CBORWriter) {
    writer.map(3)
    writer.unsigned(1)
    writer.byteString(nonce)
    writer.unsigned(2)
    writer.byteString(ciphertext)
    writer.unsigned(3)
    writer.array(recipients.count)
    for recipient in recipients {
      writer.array(2)
      writer.byteString(recipient.hint.bigEndianBytes)
      writer.byteString(recipient.wrapped)
    }
  }
}

extension SealedChanges.Recipient {
  fileprivate init(_ reader: inout CBORReader) throws(Refusal) {
    guard try reader.array() == 2 else { throw .malformed }
    let hint = try reader.bytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
    self.init(hint: hint, wrapped: try reader.bytes(count: Self.wrappedBytes))
  }
}

extension UInt64 {
  /// Most significant byte first.
  package var bigEndianBytes: [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
  }
}
