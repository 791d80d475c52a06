/// A change whose record has been looked into: its form is right, or the word for what is wrong with it.
package struct ReadChange: Sendable {
  package let record: Result<Record, Refusal>
  package let data: KeyData?
}

extension Admission {
  /// Looks into the records of changes that are readable now.
  ///
  /// - Throws: `malformed` for a delete with data (PROTOCOL section 5), `wrong-topic` for a key of another partition than
  ///   the topic's (section 6, check 4). What is wrong with one record alone stays with that record.
  func read(_ changes: [Change], on road: Road) throws(Refusal) -> [ReadChange] {
    var partition: Partition?
    if case .sync(_, let own) = road { partition = own }
    var isElsewhere = false
    var read: [ReadChange] = []
    read.reserveCapacity(changes.count)
    for change in changes {
      let record = Result { () throws(Refusal) in try Record(change.record, cluster: cluster, by: cryptography) }
      if case .success(let record) = record {
        guard change.data == nil || !record.fields.isDelete else { throw .malformed }
        if let partition {
          isElsewhere = isElsewhere || Partition.of(record.fields.keyID, by: cryptography) != partition
        }
      }
      read.append(ReadChange(record: record, data: change.data))
    }
    guard !isElsewhere else { throw .wrongTopic }
    return read
  }
}
