/// The records of some keys and how they descend from each other. Records are put in one by one, in any order; what results
/// does not depend on the order (PROTOCOL section 7).
///
/// The graph may be a part of what a node holds: enough of it when it has the heads of the keys concerned, the parents of what
/// is put in, the ancestors of void parents up to records that are not void, and the records that wait for any of these.
package struct RecordGraph: Sendable {
  private var nodes: [RecordID: Node] = [:]
  /// For a parent that has not entered, the records that wait for it, in the order of their arrival.
  private var waiting: [RecordID: [RecordID]] = [:]
  /// The parents that records in the graph name.
  private var named: Set<RecordID> = []
  /// Of each key, sorted by id.
  private var heads: [KeyID: [VerifiedRecord]] = [:]

  /// What a record that is held is.
  package enum Standing: Sendable, Equatable {
    /// Some parents have not entered.
    case waiting
    case entered
    /// Entered, but its creator is not trusted or was not permitted to make it, or a rule fails against its parents.
    case void(Refusal)
  }

  private struct Node {
    let record: VerifiedRecord
    var standing: Standing
    var isHead: Bool
  }

  package init() {}

  // MARK: Reading

  package func standing(of id: RecordID) -> Standing? { nodes[id]?.standing }

  package func record(_ id: RecordID) -> VerifiedRecord? { nodes[id]?.record }

  package func isHead(_ id: RecordID) -> Bool { nodes[id]?.isHead ?? false }

  /// The heads of a key, sorted by id (7.3).
  package func heads(of key: KeyID) -> [VerifiedRecord] { heads[key] ?? [] }

  /// The parents of a record that is held which have not entered, and so keep it waiting.
  package func missingParents(of record: VerifiedRecord) -> [RecordID] {
    record.fields.parents.filter { !hasEntered($0) }
  }

  /// The parents of a record that are known to belong to another key.
  package func foreignParents(of id: RecordID) -> [RecordID] {
    guard let fields = nodes[id]?.record.fields else { return [] }
    return fields.parents.filter { parent in nodes[parent].map { $0.record.fields.keyID != fields.keyID } ?? false }
  }

  /// Whether a record in the graph names this one as a parent.
  package func isNamed(_ id: RecordID) -> Bool { named.contains(id) }

  // MARK: Merging

  /// Puts back what was held before. A record that is in the graph already changes nothing.
  package mutating func restore(_ record: VerifiedRecord, _ standing: Standing, isHead: Bool) {
    guard nodes[record.id] == nil else { return }
    add(record, standing)
    if isHead { addHead(record) }
    if standing == .waiting { enqueue(record) }
  }

  /// Puts a new record in and gives the records that entered by it: none when it has to wait, else itself and those that had
  /// waited for it, each after its parents (7.2). A record that is held changes nothing.
  package mutating func merge(_ record: VerifiedRecord, under trust: Trust) -> [RecordID] {
    guard nodes[record.id] == nil else { return [] }
    add(record, .waiting)
    guard missingParents(of: record).isEmpty else {
      enqueue(record)
      return []
    }
    var entered: [RecordID] = []
    var ready = [record]
    while let next = ready.popLast() {
      enter(next, under: trust)
      entered.append(next.id)
      let waited = waiting.removeValue(forKey: next.id) ?? []
      ready.append(contentsOf: waited.compactMap { nodes[$0]?.record }.filter { missingParents(of: $0).isEmpty })
    }
    return entered
  }

  private mutating func add(_ record: VerifiedRecord, _ standing: Standing) {
    nodes[record.id] = Node(record: record, standing: standing, isHead: false)
    named.formUnion(record.fields.parents)
  }

  private mutating func enqueue(_ record: VerifiedRecord) {
    for parent in missingParents(of: record) { waiting[parent, default: []].append(record.id) }
  }

  private mutating func enter(_ record: VerifiedRecord, under trust: Trust) {
    let parents = record.fields.parents.compactMap { nodes[$0]?.record }
    if let refusal = record.refusal(against: parents, under: trust) {
      nodes[record.id]?.standing = .void(refusal)
    } else {
      nodes[record.id]?.standing = .entered
      addHead(record)
      cover(parentsOf: record)
    }
  }

  /// A head is a record that is not void and from which no such record descends. What descends from a record that is not void
  /// covers no more than that record already did, so the walk goes on through void ones only: their edges count (7.2, 7.3).
  private mutating func cover(parentsOf record: VerifiedRecord) {
    var path = record.fields.parents
    var visited: Set<RecordID> = []
    while let id = path.popLast() {
      guard visited.insert(id).inserted, let node = nodes[id], node.record.fields.keyID == record.fields.keyID
      else { continue }
      if case .void = node.standing {
        path.append(contentsOf: node.record.fields.parents)
      } else {
        removeHead(node.record)
      }
    }
  }

  private mutating func addHead(_ record: VerifiedRecord) {
    nodes[record.id]?.isHead = true
    heads[record.fields.keyID, default: []].insert(record)
  }

  private mutating func removeHead(_ record: VerifiedRecord) {
    guard isHead(record.id) else { return }
    nodes[record.id]?.isHead = false
    heads[record.fields.keyID]?.remove(record)
  }

  private func hasEntered(_ id: RecordID) -> Bool {
    switch nodes[id]?.standing {
    case .entered, .void: true
    case .waiting, nil: false
    }
  }
}

/// Records sorted by id.
extension [VerifiedRecord] {
  fileprivate mutating func insert(_ record: VerifiedRecord) { insert(record, at: place(of: record)) }

  fileprivate mutating func remove(_ record: VerifiedRecord) { remove(at: place(of: record)) }

  private func place(of record: VerifiedRecord) -> Int { partitionPoint { $0.id < record.id } }
}
