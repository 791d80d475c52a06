extension ReadChange {
  /// A change that came by another road than a message, from a backup, and may be of any partition.
  package init(_ change: Change, cluster: ClusterName, by cryptography: some Cryptography) {
    let record = Result { () throws(Refusal) in
      let record = try Record(change.record, cluster: cluster, by: cryptography)
      guard change.data == nil || !record.fields.isDelete else { throw Refusal.malformed }
      return record
    }
    self.init(record: record, data: change.data)
  }

  /// Whether the record has the form of one, its creator signed it for the cluster, and the data is what it commits to; who
  /// may have made it is not asked.
  ///
  /// - Throws: `malformed`, `bad-record`, `bad-record-signature` or `commitment-mismatch`.
  /// - Returns: the record.
  package func authenticRecord(of cluster: ClusterName, by cryptography: some Cryptography) throws(Refusal) -> Record {
    let record = try record.get()
    guard record.envelope.isAuthentic(cluster: cluster, by: cryptography) else { throw .badRecordSignature }
    if let data, record.fields.content.commitment != data.commitment(by: cryptography) { throw .commitmentMismatch }
    return record
  }
}
