import KeySync

extension KeyConflict {
  /// The conflict as JSON: these fields, always all of them.
  func json(_ names: PeerNames) -> JSONValue {
    .object([
      "key_id": .text(key.keyID.text),
      "conflict": .text(kind.rawValue),
      "is_open": .bool(isOpen),
      "served": .text(key.recordID.description),
      "strategy": .text(strategy.word),
      "rule": .text(reason.rawValue),
      "heads": .array(heads.map { $0.json(names, winner: key.recordID) }),
    ])
  }

  /// The heads side by side.
  func table(_ names: PeerNames, _ ids: ShortIDs) -> Table {
    var table = Table([""] + heads.map { ids.text($0.recordID) })
    func add(_ name: String, _ value: (HistoryRecord) -> String) {
      let values = heads.map(value)
      let differs = Set(values).count > 1
      table.add([.init("\(differs ? "*" : " ") \(name)")] + values.map { .init($0.escaped, isAlarming: differs) })
    }
    add("by") { names.text($0.creator) }
    add("when") { $0.lastModified.preciseText }
    add("version") { "\($0.version)" }
    add("operation") { $0.operation.description }
    add("algorithm") { $0.algorithm.text }
    // The data itself is not shown: heads with one letter have the same.
    let commitments = heads.map(\.content.commitment)
    add("data") { head in
      guard let first = commitments.firstIndex(of: head.content.commitment), head.operation != .delete else {
        return "deleted"
      }
      return "\(Self.letter(first))\(head.hasData ? "" : " (not here)")"
    }
    for name in Set(heads.flatMap { $0.attributes.entries.map(\.name) }).sorted() {
      add("attribute \(name)") { $0.attributes[name]?.text ?? "-" }
    }
    return table
  }

  /// Which head is served, by which strategy of the policy, and by which rule.
  func servedText(_ ids: ShortIDs) -> String {
    let served = ids.text(key.recordID)
    return isOpen
      ? "served meanwhile: \(served), as \(reason.sentence)"
      : "served by \(strategy.word): \(served), as \(reason.sentence)"
  }

  private static func letter(_ index: Int) -> String {
    index < 26 ? String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index))) : "\(index + 1)"
  }
}

extension WinningReason {
  /// The rule in words.
  fileprivate var sentence: String {
    switch self {
    case .deleteWins: "a delete wins over live data"
    case .dataBeforeAttributes: "new data wins over new attributes"
    case .higherVersion: "its version is the highest"
    case .later: "it is the latest"
    case .creator: "the policy puts its creator first"
    case .smallerID: "its record id is the smallest and nothing else decides"
    }
  }
}
