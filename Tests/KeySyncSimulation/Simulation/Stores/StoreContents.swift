import KeySyncCore

/// What a store holds, in a form in which two of them can be compared.
struct StoreContents: Equatable {
  var standings: [RecordID: RecordGraph.Standing] = [:]
  var heads: [KeyID: [RecordID]] = [:]
  var winners: [KeyID: RecordID] = [:]
  var conflicts: [KeyID: ConflictKind] = [:]
  /// When data is erased, in milliseconds; nil while it is wanted.
  var data: [KeyID: [Bytes32: Int64?]] = [:]
  var headSum = FingerprintSum()
  var conflictsDetected = 0
  var conflictsResolved = 0
  /// The timestamps of remembered messages, in milliseconds.
  var seen: [NodeID: [MessageID: Int64]] = [:]
  var floors: [NodeID: Int64] = [:]

  /// What differs, by name.
  func differences(from other: StoreContents) -> [String] {
    [
      ("standings", standings == other.standings), ("heads", heads == other.heads),
      ("winners", winners == other.winners), ("conflicts", conflicts == other.conflicts),
      ("key data", data == other.data), ("head sum", headSum == other.headSum),
      ("conflicts detected", conflictsDetected == other.conflictsDetected),
      ("conflicts resolved", conflictsResolved == other.conflictsResolved),
      ("remembered messages", seen == other.seen), ("floors", floors == other.floors),
    ].filter { !$0.1 }.map(\.0)
  }
}
