import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// The part of the graph that new records can touch: themselves where they are held, their keys' heads, their parents, the
  /// ancestors of void parents, and the records that wait for any of them, with theirs in turn.
  func neighbourhood(of records: [VerifiedRecord]) throws -> RecordGraph {
    var graph = RecordGraph()
    for key in Set(records.map(\.fields.keyID)).sorted() { try restoreHeads(of: key, into: &graph) }
    var wanted = records.flatMap { [$0.id] + $0.fields.parents }
    var settled: Set<RecordID> = []
    while let id = wanted.popLast() {
      guard settled.insert(id).inserted else { continue }
      if let held = try restore(id, into: &graph) { wanted += held }
      wanted += try waiting(for: id)
    }
    return graph
  }

  private func restoreHeads(of key: KeyID, into graph: inout RecordGraph) throws {
    let heads = try rows(
      """
      SELECT record.* FROM key JOIN record ON record.key = key.id AND record.is_head
      WHERE key.cluster = ? AND key.key_id = ?
      """,
      [cluster, key]
    )
    for row in heads { graph.restore(try VerifiedRecord(row), .entered, isHead: true) }
  }

  /// Restores one record that is held.
  ///
  /// - Returns: the further records that merging may need because of it; nil when it is not held.
  private func restore(_ id: RecordID, into graph: inout RecordGraph) throws -> [RecordID]? {
    guard let row = try row("SELECT * FROM record WHERE cluster = ? AND record_id = ?", [cluster, id]) else {
      return nil
    }
    let record = try VerifiedRecord(row)
    let standing = try RecordGraph.Standing(code: try row.required("standing"))
    graph.restore(record, standing, isHead: try row.required("is_head"))
    return standing == .entered ? [] : record.fields.parents
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
  init(_ row: Row) throws {
    do {
      self.init(stored: try Record(stored: try row.bytes("signed"), id: try row.required("record_id")))
    } catch let refusal as Refusal {
      throw StoreError.damaged("a record is \(refusal.word)")
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
