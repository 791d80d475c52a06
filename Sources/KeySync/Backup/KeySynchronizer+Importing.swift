import KeySyncStore

extension KeySynchronizer {
  /// Merges a backup, all records of a key at once, as if peers had sent them: trust, policy and selection are this node's, what
  /// is newer here stays, and a change that knows nothing of what was done here becomes a head beside it. Nothing is put into
  /// the outbound queue: peers find what they lack by themselves.
  ///
  /// When it is stopped half-way, what was merged stays; merging again goes on from there.
  ///
  /// - Parameters:
  ///   - rehearsing: whether to say what would change and change nothing.
  ///   - progress: told how many bytes of how many are read.
  /// - Throws: what the store throws; `BackupError` where the file was changed since it was verified.
  public func merge(
    _ backup: VerifiedBackup,
    rehearsing: Bool = false,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> BackupReport {
    let reader = backup.reader
    try reader.rewind()
    return try merge(reader, BackupReport(configuration: backup.configuration), rehearsing: rehearsing) {
      progress(reader.offset, reader.byteCount)
    }
  }

  private func merge(
    _ reader: BackupReader,
    _ report: BackupReport,
    rehearsing: Bool,
    _ progress: () -> Void
  ) throws -> BackupReport {
    var report = report
    let admission = Admission(
      cluster: cluster,
      node: node.nodeID,
      trust: try node.store.read(handle) { try $0.trust() },
      cryptography: node.cryptography
    )
    var next = try nextBatch(reader, admission)
    while next != nil {
      do {
        try node.store.write(handle) { transaction in
          var merging = BackupMerging(transaction, rules: try rulesInForce(transaction), at: now(), report)
          // A key that is in several frames is merged in one transaction.
          repeat {
            guard let batch = next else { break }
            try merging.take(batch)
            next = try nextBatch(reader, admission)
            progress()
          } while next?.firstKey.map(merging.isMerging) ?? false
          try merging.finish()
          report = merging.report
          if rehearsing { throw Rehearsal() }
        }
      } catch is Rehearsal {}
    }
    return report
  }

  /// The next records of the backup, checked as those of a message are; nil after the last ones.
  private func nextBatch(_ reader: BackupReader, _ admission: Admission) throws -> BackupBatch? {
    while let frame = try reader.next() {
      guard case .changes(let changes, let heads) = frame else { continue }
      let now = now()
      let entries = concurrentMap(changes, atLeast: 2) { change -> Result<BackupBatch.Entry, Refusal> in
        Result { () throws(Refusal) in
          let read = ReadChange(change, cluster: self.cluster, by: self.node.cryptography)
          let record = try read.record.get()
          let checked = Result { () throws(Refusal) in
            // Who hands it in is whoever made it: it is for them to be asked for what it lacks, and it is no new change of this node.
            self.incoming(try admission.checked(read, at: now), from: record.creator)
          }
          return BackupBatch.Entry(id: record.id, key: record.fields.keyID, creator: record.creator, change: checked)
        }
      }
      return BackupBatch(entries: try entries.map { try $0.get() }, heads: heads)
    }
    return nil
  }
}
