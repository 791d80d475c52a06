import KeySync
import KeySyncStore

/// What users do with keys.
extension Simulation {
  func write(_ action: Action) {
    switch action {
    case .put(let node, let key, let value):
      change(node, key) { try $0.put($1, algorithm: .opaque, data: Self.data(value)) }
    case .burst(let node, let count, let value):
      for number in 0..<count {
        change(node, number % plan.keys) {
          try $0.put($1, algorithm: .opaque, data: Self.data(value &+ UInt64(number)))
        }
      }
    case .generate(let node, let key):
      change(node, key) { try $0.generate($1, algorithm: .ed25519) }
    case .describe(let node, let key, let value):
      change(node, key) {
        try $0.describe($1, attributes: try Attributes([("value", .number(Int64(value % 4)))]))
      }
    case .delete(let node, let key, let erasing):
      change(node, key) { try $0.delete($1, erasing: erasing) }
    case .resolve(let node, let key, let choice):
      change(node, key) { try Self.resolve($1, at: $0, choice: choice) }
    default: break
    }
  }

  private static func data(_ value: UInt64) -> [UInt8] {
    [UInt8](repeating: UInt8(truncatingIfNeeded: value), count: Int(value % 97))
  }

  private static func resolve(_ key: KeyID, at synchronizer: KeySynchronizer, choice: UInt64) throws -> KeySummary {
    guard let conflict = try synchronizer.conflict(of: key) else { throw KeySyncError.notInConflict(key) }
    let head = conflict.heads[Int(choice / 4 % UInt64(conflict.heads.count))]
    return switch choice % 4 {
    case 0: try synchronizer.resolve(key, .replace(data: data(choice), algorithm: nil))
    case 1: try synchronizer.resolve(key, .delete)
    default: try synchronizer.resolve(key, .keep(head.recordID.description))
    }
  }

  /// A write that returned is acknowledged: its record must not be lost.
  private func change(_ number: Int, _ key: Int, _ body: (KeySynchronizer, KeyID) throws -> KeySummary) {
    guard let key = Self.key(key) else { return }
    attempt(nodes[number]) { node, synchronizer in
      let summary = try body(synchronizer, key)
      if summary.creator == node.nodeID { node.acknowledge(AcknowledgedWrite(summary)) }
      trace.add(summary.recordID.digest.bytes)
      queue.insert(.publish(node.number), at: time.now + 100)
    }
  }
}

extension AcknowledgedWrite {
  fileprivate init(_ summary: KeySummary) {
    self.init(
      record: summary.recordID,
      key: summary.keyID,
      verb: summary.operation.verb,
      time: summary.lastModified
    )
  }
}
