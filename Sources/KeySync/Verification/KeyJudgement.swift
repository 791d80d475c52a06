import KeySyncStore

/// What the records of a key make of it, against what is noted.
struct KeyJudgement {
  /// What is derived and noted otherwise, with what else is worth knowing.
  private(set) var findings: [VerificationFinding] = []
  /// The ids of the heads; of a key that cannot be judged, those that are marked.
  private(set) var heads: [RecordID]

  private let key: StoredKey

  /// What keys are judged by.
  struct Standard {
    let rules: MergeRules
    /// Whether the winners that are noted were chosen by the policy of the rules.
    let isPolicyInForce: Bool
    let selection: Selection
  }

  init(of proven: ProvenKey, by standard: Standard, in transaction: ClusterTransaction) throws {
    key = proven.stored
    heads = proven.stored.records.filter(\.isHead).map(\.recordID)
    let records = proven.records.compactMap { $0.isSound ? $0.record : nil }
    guard let keyID = proven.keyID, records.count == proven.records.count,
      let graph = try Self.graph(of: keyID, records, standard.rules.trust, in: transaction)
    else {
      note(.notJudged, "it cannot be judged as long as a record that it needs is damaged or misplaced")
      return
    }
    let rule = standard.rules.policy.rule(for: keyID)
    let view = KeyView(heads: graph.heads(of: keyID), rule: rule)
    heads = (view?.heads ?? []).map(\.id)
    for (stored, record) in zip(key.records, records) { judge(stored, record, in: graph) }
    judgeConflict(view?.conflict, isPolicyInForce: standard.isPolicyInForce, rule)
    if standard.isPolicyInForce { judgeWinner(view?.winner.id) }
    judgeData(view?.heads ?? [], waiting: records.filter { graph.standing(of: $0.id) == .waiting })
    if standard.selection.selects(keyID) { notePending(view?.heads ?? []) }
  }

  /// The graph of all records of a key, put in from the beginning; nil where a parent that is noted under another key is not
  /// readable or not of another key.
  private static func graph(
    of key: KeyID,
    _ records: [VerifiedRecord],
    _ trust: Trust,
    in transaction: ClusterTransaction
  ) throws -> RecordGraph? {
    let own = Set(records.map(\.id))
    var graph = RecordGraph()
    for parent in Set(records.flatMap(\.fields.parents)).subtracting(own).sorted() {
      do {
        guard let held = try transaction.heldRecord(parent) else { continue }
        guard held.record.fields.keyID != key else { return nil }
        graph.restore(held.record, held.standing, isHead: false)
      } catch is StoreError { return nil }
    }
    for record in records { _ = graph.merge(record, under: trust) }
    return graph
  }

  // MARK: Records

  private mutating func judge(_ stored: StoredRecord, _ record: VerifiedRecord, in graph: RecordGraph) {
    guard let standing = graph.standing(of: record.id) else { return }
    if stored.standing != standing {
      let noted = stored.standing.map(\.words) ?? "nothing that is known"
      note(.wrongStanding, "the record is noted as \(noted) and is \(standing.words)", of: stored)
    }
    let isHead = graph.isHead(record.id)
    if stored.isHead != isHead {
      note(
        .wrongHead,
        isHead ? "the record is a head and not marked as one" : "the record is marked as a head and is none",
        of: stored
      )
    }
    judgeParents(stored, record, isWaiting: standing == .waiting, in: graph)
  }

  /// A parent that has entered stays among those waited for until the record itself enters.
  private mutating func judgeParents(
    _ stored: StoredRecord,
    _ record: VerifiedRecord,
    isWaiting: Bool,
    in graph: RecordGraph
  ) {
    let parents = Set(record.fields.parents)
    let missing = isWaiting ? Set(graph.missingParents(of: record)) : []
    if !stored.waitsFor.isSubset(of: isWaiting ? parents : []) || !stored.waitsFor.isSuperset(of: missing) {
      note(.wrongParents, "the parents that the record waits for are not as noted", of: stored)
    }
    let foreign = Set(graph.foreignParents(of: record.id))
    if isWaiting ? !stored.foreignParents.isSubset(of: parents) : stored.foreignParents != foreign {
      note(.wrongParents, "the parents of the record that belong to another key are not as noted", of: stored)
    }
  }

  // MARK: The key

  private mutating func judgeConflict(_ conflict: ConflictKind?, isPolicyInForce: Bool, _ rule: PolicyRule) {
    if key.conflict != conflict?.rawValue {
      let (noted, found) = (key.conflict ?? "none", conflict?.rawValue ?? "none")
      note(.wrongConflict, "the conflict is noted as \(noted) and is \(found)")
    } else if key.isDecided && conflict == nil {
      note(.wrongConflict, "a conflict is noted as decided that is none")
    } else if isPolicyInForce, conflict != nil, rule.strategy != .manual, !key.isDecided {
      note(.wrongConflict, "the conflict is decided by the policy and not noted as decided")
    }
  }

  private mutating func judgeWinner(_ winner: RecordID?) {
    let noted = key.records.first { $0.row == key.winner }?.recordID
    guard noted != winner || (noted == nil) != (key.winner == nil) else { return }
    let name = noted?.description ?? (key.winner == nil ? "none" : "a record of another key")
    note(.wrongWinner, "the winner is noted as \(name) and is \(winner?.description ?? "none")")
  }

  private mutating func judgeData(_ heads: [VerifiedRecord], waiting: [VerifiedRecord]) {
    let needed = Set((heads + waiting).compactMap(\.fields.content.commitment))
    for data in key.data {
      guard let commitment = data.commitment, needed.contains(commitment) == data.isToBeErased else { continue }
      note(.wrongErasure, data.isToBeErased ? "data that is needed is to be erased" : "old data is never to be erased")
    }
  }

  private mutating func notePending(_ heads: [VerifiedRecord]) {
    let held = Set(key.data.compactMap(\.commitment))
    for head in heads {
      guard let commitment = head.fields.content.commitment, !held.contains(commitment) else { continue }
      findings.append(VerificationFinding(.missingData, key: key.text, record: head.id, "its data is not here"))
    }
  }

  private mutating func note(_ kind: VerificationFinding.Kind, _ sentence: String, of record: StoredRecord? = nil) {
    findings.append(VerificationFinding(kind, key: key.text, record: record?.recordID, sentence))
  }
}

extension RecordGraph.Standing {
  fileprivate var words: String {
    switch self {
    case .entered: "entered"
    case .waiting: "waiting"
    case .void(let refusal): "void (\(refusal.word))"
    }
  }
}
