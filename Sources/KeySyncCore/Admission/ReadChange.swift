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
    let read = changes.map { change in
      ReadChange(
        record: Result { () throws(Refusal) in try Record(change.record, cluster: cluster, by: cryptography) },
        data: change.data
      )
    }
    let fields = read.compactMap { (try? $0.record.get())?.fields }
    guard
      !zip(read, read.map { try? $0.record.get() }).contains(where: { $0.data != nil && $1?.fields.isDelete == true })
    else { throw .malformed }
    if case .sync(_, let partition) = road {
      guard fields.allSatisfy({ Partition.of($0.keyID, by: cryptography) == partition }) else { throw .wrongTopic }
    }
    return read
  }
}
