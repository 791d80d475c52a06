import KeySync
import KeySyncBroker
import KeySyncCrypto

extension Adversary {
  func strike(_ attack: Attack, seeing view: View, draw: UInt64) throws -> [Blow] {
    generator = SeededGenerator(seed: draw)
    switch attack {
    case .equivocate: return try equivocate(view)
    case .backdate: return try spread(view, at: now.advanced(byMilliseconds: -86_400_000))
    case .forwardDate: return try spread(view, at: now.advanced(byMilliseconds: generator.number(0...600_000)))
    case .forgeVersion: return try spread(view, version: generator.chance(0.5) ? Limits.version : version(over: view))
    case .orphan: return try orphan(view)
    case .foreignParent: return try foreignParent(view)
    case .voidParent: return try voidParent(view)
    case .wrongData: return try spread(view, carrying: forge.data(9))
    case .keyMismatch: return try spread(view, data: forge.data(64), algorithm: .ed25519)
    case .withholdData: return try spread(view, withholding: true)
    case .erase: return try erase(view)
    case .replay: return frame().map { [($0, to: view.target)] } ?? []
    case .retain: return try retain(view)
    case .misroute: return frame().map { [(forge.inbox($0.payload, of: view.targetID), to: view.target)] } ?? []
    case .mutate: return mutate(view)
    case .falseReceipt: return frame().flatMap(answer).map { [($0, to: view.target)] } ?? []
    case .relay: return try relay(view)
    case .torsion: return try torsion(view)
    }
  }

  // MARK: Records

  private func version(over view: View) -> Int64 {
    (view.heads.map(\.fields.version).max() ?? 0) + generator.number(1...9)
  }

  private func on(
    _ view: View,
    version: Int64? = nil,
    at time: WallTime? = nil,
    _ content: KeyContent
  ) throws -> VerifiedRecord {
    let heads = Array(view.heads.prefix(Limits.parents))
    return try forge.record(
      view.key,
      on: heads.map(\.fields),
      ids: heads.map(\.id),
      version: heads.isEmpty ? nil : version,
      at: time ?? now,
      content: content
    )
  }

  /// One record for all nodes, with something wrong or nothing.
  private func spread(
    _ view: View,
    version: Int64? = nil,
    at time: WallTime? = nil,
    data: KeyData? = nil,
    algorithm: CryptoAlgorithm = .opaque,
    carrying other: KeyData? = nil,
    withholding: Bool = false
  ) throws -> [Blow] {
    let data = try data ?? forge.data(5)
    let record = try on(view, version: version, at: time, forge.content(data, algorithm))
    return try toAll([Change(record: record.bytes, data: withholding ? nil : other ?? data)], view)
  }

  private func equivocate(_ view: View) throws -> [Blow] {
    let (one, other) = (try forge.data(3), try forge.data(4))
    let records = (try on(view, forge.content(one)), try on(view, forge.content(other)))
    equivocations.append((records.0.id, records.1.id))
    let first = Change(record: records.0.bytes, data: one)
    let second = Change(record: records.1.bytes, data: other)
    return try view.nodes.indices.map { try send([$0 == view.target ? first : second], to: $0, view) }
  }

  private func orphan(_ view: View) throws -> [Blow] {
    guard let parent = Bytes32(generator.bytes(Bytes32.count)) else { return [] }
    let data = try forge.data(2)
    let record = try forge.record(
      view.key,
      on: [],
      ids: [RecordID(parent)],
      version: 2,
      at: now,
      content: forge.content(data)
    )
    return try toAll([Change(record: record.bytes, data: data)], view)
  }

  private func voidParent(_ view: View) throws -> [Blow] {
    let data = try forge.data(6)
    let void = try on(view, version: version(over: view) + 1, forge.content(try forge.data(7)))
    let child = try forge.record(view.key, on: [void.fields], ids: [void.id], at: now, content: forge.content(data))
    return try part([void], hiding: Change(record: child.bytes, data: data), view)
  }

  private func foreignParent(_ view: View) throws -> [Blow] {
    let data = try forge.data(8)
    let void = try on(view, version: version(over: view) + 1, forge.content(data))
    let foreign = try forge.record(
      view.otherKey,
      on: [void.fields],
      ids: [void.id],
      .update,
      at: now,
      content: forge.content(data)
    )
    let child = try forge.record(
      view.otherKey,
      on: [foreign.fields],
      ids: [foreign.id],
      at: now,
      content: forge.content(data)
    )
    return try part([void, foreign], hiding: Change(record: child.bytes, data: data), view)
  }

  /// One node gets all of it, the others the last change alone.
  private func part(_ ancestors: [VerifiedRecord], hiding last: Change, _ view: View) throws -> [Blow] {
    let all = ancestors.map { Change(record: $0.bytes, data: nil) } + [last]
    return try view.nodes.indices.map { try send($0 == view.target ? all : [last], to: $0, view) }
  }

  private func erase(_ view: View) throws -> [Blow] {
    guard view.heads.contains(where: { !$0.fields.isDelete }) else { return [] }
    let attributes = try Attributes([(KeyContent.eraseAttribute, .flag(true))])
    let content = KeyContent(algorithm: .opaque, publicKeyHash: nil, commitment: nil, attributes: attributes)
    let heads = Array(view.heads.prefix(Limits.parents))
    let record = try forge.record(
      view.key,
      on: heads.map(\.fields),
      ids: heads.map(\.id),
      .delete,
      at: now,
      content: content
    )
    return try toAll([Change(record: record.bytes, data: nil)], view)
  }

  private func relay(_ view: View) throws -> [Blow] {
    guard !view.history.isEmpty else { return [] }
    var bytes = view.history[generator.below(view.history.count)].bytes
    if generator.chance(0.5) {
      bytes[bytes.count - 1 - generator.below(Signature.count)] ^= 1
      wronglySigned.insert(bytes)
    }
    return try toAll([Change(record: bytes, data: nil)], view)
  }

  private func torsion(_ view: View) throws -> [Blow] {
    let data = try forge.data(5)
    let envelope = try on(view, forge.content(data)).record.envelope
    guard let signature = torsionSignature(of: envelope.signedBytes(cluster: forge.cluster)) else { return [] }
    let record = Array(envelope.bytes.dropLast(Signature.count)) + signature.bytes
    wronglySigned.insert(record)
    return try toAll([Change(record: record, data: data)], view)
  }

  // MARK: Frames

  private func mutate(_ view: View) -> [Blow] {
    guard var payload = frame()?.payload, !payload.isEmpty else { return [] }
    switch generator.below(4) {
    case 0: payload.removeLast(generator.below(payload.count))
    case 1: payload += generator.bytes(1 + generator.below(40))
    case 2: payload[generator.below(payload.count)] ^= 1 << UInt8(generator.below(8))
    default:
      guard let envelope = try? Envelope(payload) else { return [] }
      var inner = Array(payload[envelope.payload])
      inner[generator.below(inner.count)] ^= 1 << UInt8(generator.below(8))
      payload = Envelope.sign(inner, as: .message, cluster: forge.cluster, by: forge.signer)
    }
    return [(forge.inbox(payload, of: view.targetID), to: view.target)]
  }

  private func retain(_ view: View) throws -> [Blow] {
    let fresh = try spread(view).first { $0.to == view.target }?.0
    guard let delivery = generator.chance(0.5) ? frame() : fresh else { return [] }
    return [(Delivery(topic: delivery.topic, payload: delivery.payload, isRetained: true), to: view.target)]
  }

  private func send(_ changes: [Change], to node: Int, _ view: View) throws -> Blow {
    (try forge.message(changes, to: view.nodes[node], at: now, isSealed: generator.chance(0.5)), to: node)
  }

  private func toAll(_ changes: [Change], _ view: View) throws -> [Blow] {
    try view.nodes.indices.map { try send(changes, to: $0, view) }
  }
}
