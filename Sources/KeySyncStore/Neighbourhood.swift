import Foundation
import GRDB
import KeySyncCore

/// What new records can touch of what is held.
struct Neighbourhood {
  /// The records themselves where they are held, their parents, the ancestors of void parents, the records that wait for any of
  /// them, with theirs in turn, and the heads of all keys that may change by it.
  private(set) var graph = RecordGraph()
  /// Those keys.
  private(set) var keys: [KeyID: TouchedKey] = [:]

  init(of records: [VerifiedRecord], in transaction: ClusterTransaction) throws {
    for record in records { try add(record.fields.keyID, in: transaction) }
    // What a key without a row has is not held.
    var settled = Set(records.lazy.filter { [keys] in keys[$0.fields.keyID]?.held == nil }.map(\.id))
    let isAnyWaiting = try transaction.isAnyWaiting()
    var wanted: [RecordID] = []
    for record in records {
      wanted += record.fields.parents
      if !settled.contains(record.id) {
        wanted.append(record.id)
      } else if isAnyWaiting {
        wanted += try transaction.waiting(for: record.id)
      }
    }
    while let id = wanted.popLast() {
      guard settled.insert(id).inserted else { continue }
      if try transaction.restore(id, into: &graph), let record = graph.record(id), graph.standing(of: id) != .entered {
        wanted += record.fields.parents
        try add(record.fields.keyID, in: transaction)
      }
      if isAnyWaiting { wanted += try transaction.waiting(for: id) }
    }
    for key in keys.values {
      guard let held = key.held else { continue }
      for head in try transaction.heads(of: held) { graph.restore(head, .entered, isHead: true) }
      key.headsBefore = graph.heads(of: key.keyID)
    }
  }

  private mutating func add(_ key: KeyID, in transaction: ClusterTransaction) throws {
    if keys[key] == nil { keys[key] = TouchedKey(key, try transaction.heldKey(key)) }
  }
}

extension ClusterTransaction {
  /// Restores one record.
  ///
  /// - Returns: whether it is held.
  fileprivate func restore(_ id: RecordID, into graph: inout RecordGraph) throws -> Bool {
    guard let row = try row("SELECT * FROM record WHERE cluster = ? AND record_id = ?", [cluster, id]) else {
      return false
    }
    let standing = try RecordGraph.Standing(code: try row.required("standing"))
    graph.restore(try VerifiedRecord(row), standing, isHead: try row.required("is_head"))
    return true
  }

  fileprivate func heads(of key: HeldKey) throws -> [VerifiedRecord] {
    try rows("SELECT * FROM record WHERE key = ? AND is_head", [key.row]).map(VerifiedRecord.init)
  }

  /// Whether any record waits for a parent: mostly none does.
  fileprivate func isAnyWaiting() throws -> Bool {
    try row("SELECT 1 FROM waiting_parent WHERE cluster = ? LIMIT 1", [cluster]) != nil
  }

  /// The records that wait for a parent.
  fileprivate func waiting(for parent: RecordID) throws -> [RecordID] {
    try rows(
      """
      SELECT record.record_id FROM waiting_parent JOIN record ON record.id = waiting_parent.record
      WHERE waiting_parent.cluster = ? AND waiting_parent.parent = ? ORDER BY waiting_parent.record
      """,
      [cluster, parent]
    ).map { try $0.required("record_id") }
  }
}

extension VerifiedRecord {
  /// From a row of the table `record`.
  init(_ row: Row) throws { try self.init(try row.bytes("signed"), id: try row.required("record_id")) }

  /// - Throws: `StoreError.damaged` when the bytes are no record.
  init(_ signed: [UInt8], id: RecordID) throws {
    do { self.init(stored: try Record(stored: signed, id: id)) } catch {
      throw StoreError.damaged("a record is \(error.word)")
    }
  }
}

extension RecordGraph.Standing {
  /// How the standing is written: as the code of the outcome.
  var code: Int {
    switch self {
    case .entered: 0
    case .waiting: Int(Refusal.waiting.rawValue)
    case .void(let refusal): Int(refusal.rawValue)
    }
  }

  init(code: Int) throws {
    switch (code, Refusal(rawValue: UInt8(clamping: code))) {
    case (0, _): self = .entered
    case (_, .waiting): self = .waiting
    case (_, let refusal?): self = .void(refusal)
    case (_, nil): throw StoreError.damaged("standing \(code)")
    }
  }
}
