import KeySyncCrypto
import KeySyncStore

/// What a backup holds.
public struct BackupSummary: Sendable, Equatable {
  /// Records of all keys, void and waiting ones too.
  public var records = 0
  /// Keys.
  public var keys = 0
  /// Records that their data is with: that of heads, and of changes that wait.
  public var data = 0
  /// The size of the file.
  public var bytes = 0
}

extension KeySynchronizer {
  /// Writes an encrypted backup of this node's configuration, records and data, all as they are at one moment. The node's own
  /// secret is not in it. Data that was replaced or deleted is not in it either, even where it is not erased yet.
  ///
  /// - Parameters:
  ///   - passphrase: what it can be read with again.
  ///   - ownName: what nodes that do not know this one are to call it.
  ///   - progress: told how many records of how many are written.
  ///   - write: takes the bytes in their order.
  /// - Throws: `BackupError.noMemory`, what `trustList` throws, what the store throws, and what `write` throws.
  public func writeBackup(
    under passphrase: Passphrase,
    ownName: String? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    to write: ([UInt8]) throws -> Void
  ) throws -> BackupSummary {
    try writeBackup(under: passphrase, cost: .moderate, ownName: ownName, progress: progress, to: write)
  }

  /// The same at another cost.
  package func writeBackup(
    under passphrase: Passphrase,
    cost: PassphraseCost,
    ownName: String? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    to write: ([UInt8]) throws -> Void
  ) throws -> BackupSummary {
    let configuration = Array(try exportedConfiguration(ownName: ownName).yaml.utf8)
    var writer = try BackupWriter(passphrase: passphrase, cost: cost, randomness: node.randomness)
    for start in stride(from: 0, to: configuration.count, by: Limits.backupFrameFill) {
      let piece = configuration[start..<min(start + Limits.backupFrameFill, configuration.count)]
      try writer.append(.configuration(Array(piece)), to: write)
    }
    var summary = BackupSummary()
    try node.store.read(handle) { transaction in
      let total = try transaction.recordCount()
      var filling = FrameFilling()
      try transaction.forEachRecord { entry in
        let change = try change(entry, in: transaction)
        if let frame = filling.frame(before: change, of: entry.record.fields.keyID) {
          try writer.append(frame, to: write)
          progress(summary.records, total)
        }
        filling.add(change, of: entry.record.fields.keyID, isHead: entry.isHead)
        summary.records += 1
        summary.data += change.data == nil ? 0 : 1
      }
      if let frame = filling.frame() { try writer.append(frame, to: write) }
      summary.keys = filling.keys
    }
    try writer.append(.end(records: summary.records), isLast: true, to: write)
    summary.bytes = writer.byteCount
    return summary
  }

  /// A record with its data, where that is served or the record waits.
  private func change(_ entry: HistoryEntry, in transaction: ClusterTransaction) throws -> Change {
    let (record, key) = (entry.record, entry.record.fields.keyID)
    guard entry.isHead || entry.standing == .waiting, let commitment = record.fields.content.commitment,
      let sealed = try transaction.sealedData(of: key, commitment)
    else { return Change(record: record.bytes, data: nil) }
    return Change(record: record.bytes, data: try unseal(sealed, of: key, commitment))
  }
}
