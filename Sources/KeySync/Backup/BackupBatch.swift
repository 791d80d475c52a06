import KeySyncStore

/// The records of one frame of a backup, checked.
struct BackupBatch {
  /// One record.
  struct Entry: Sendable {
    let id: RecordID
    let key: KeyID
    let creator: NodeID
    /// What can be merged, or why nothing can.
    let change: Result<IncomingChange, Refusal>
  }

  let entries: [Entry]
  /// The places of the records that were heads where the backup was written.
  let heads: [Int]

  var firstKey: KeyID? { entries.first?.key }
}
