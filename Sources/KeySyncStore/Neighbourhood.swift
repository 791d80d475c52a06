import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// The part of the graph that new records can touch: themselves where they are held, their parents, the ancestors of void
  /// parents, the records that wait for any of them, with theirs in turn, and the heads of all keys that may change by it.
  func neighbourhood(of records: [VerifiedRecord]) throws -> RecordGraph {
    var graph = RecordGraph()
    var keys = Set(records.map(\.fields.keyID))
    var wanted = records.flatMap { [$0.id] + $0.fields.parents }
    var settled: Set<RecordID> = []
    while let id = wanted.popLast() {
      guard settled.insert(id).inserted else { continue }
      if try restore(id, into: &graph), let record = graph.record(id), graph.standing(of: id) != .entered {
        wanted += record.fields.parents
        keys.insert(record.fields.keyID)
      }
      wanted += try waiting(for: id)
    }
    for key in keys.sorted() { try restoreHeads(of: key, into: &graph) }
    return graph
  }

  private func restoreHeads(of key: KeyID, into graph: inout RecordGraph) throws {
    for head in try heads(of: key) where graph.standing(of: head.id) == nil {
      graph.restore(head, .entered, isHead: true)
    }
  }

  /// Restores one record.
  ///
  /// - Returns: whether it is held.
  private func restore(_ id: RecordID, into graph: inout RecordGraph) throws -> Bool {
    guard let row = try row("SELECT * FROM record WHERE cluster = ? AND record_id = ?", [cluster, id]) else {
      return false
    }
    let standing = try RecordGraph.Standing(code: try row.required("standing"))
    graph.restore(try VerifiedRecord(row), standing, isHead: try row.required("is_head"))
    return true
  }

  /// The records that wait for a parent.
  private func waiting(for parent: RecordID) throws -> [RecordID] {
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
