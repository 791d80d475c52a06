/// A wish for records by their ids (PROTOCOL section 8).
package struct Fetch: Sendable, Equatable {
  /// 1–256 ids, sorted, without repeats.
  package let ids: [RecordID]

  /// Sorts the ids; nil when there are none, or more than 256.
  package init?(_ ids: some Sequence<RecordID>) {
    self.ids = Set(ids).sorted()
    guard (1...Limits.idsPerFetch).contains(self.ids.count) else { return nil }
  }
}

// MARK: Coding

extension Fetch {
  init(_ map: PayloadMap) throws(Refusal) {
    try map.check(required: 1...4, optional: [ObjectHeader.toKey])
    ids = try map.value(4) { (reader) throws(Refusal) in
      let count = try reader.array()
      guard (1...Limits.idsPerFetch).contains(count) else { throw .malformed }
      var ids: [RecordID] = []
      ids.reserveCapacity(count)
      for _ in 0..<count {
        let id = RecordID(try reader.bytes32())
        if let last = ids.last, id <= last { throw .malformed }
        ids.append(id)
      }
      return ids
    }
  }

  func write(to writer: inout CBORWriter) {
    writer.unsigned(4)
    writer.array(ids.count)
    for id in ids { writer.byteString(id.digest) }
  }
}
