import Foundation
import GRDB
import KeySyncTestSupport
import Testing

/// Changes in great number, and what has become of them. The store is looked at past the program, to disturb nobody.
extension TestNode {
  private func withStore<Value>(_ body: (Database) throws -> Value) throws -> Value {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    return try DatabaseQueue(path: "\(home)/keysync.db", configuration: configuration).writeWithoutTransaction(body)
  }

  /// Makes keys and queues them, as if each had been put by itself.
  func queueKeys(_ prefix: String, count: Int, dataBytes: Int = 0) async throws {
    let filler = String(repeating: "-", count: dataBytes)
    let lines = (0..<count).map { number in
      let data = Data("\(prefix)-\(number)\(filler)".utf8).base64EncodedString()
      return #"{"key":"\#(prefix)/\#(number)","algorithm":"opaque","data":"\#(data)"}"#
    }
    let outcome = try await run("key", "import", "-", input: Array(lines.joined(separator: "\n").utf8))
    try #require(outcome.code == 0, "\(outcome.talk)")
    try withStore { db in
      try db.execute(
        sql: """
          INSERT INTO outbox (cluster, record, priority, queued_at, due_at)
          SELECT record.cluster, record.id, 1, received_at, received_at FROM record JOIN key ON key.id = record.key
          WHERE key_id LIKE ?
          """,
        arguments: ["\(prefix)/%"]
      )
    }
  }

  /// How many records have come from others.
  func arrived() throws -> Int {
    try withStore { try Int.fetchOne($0, sql: "SELECT count(*) FROM record WHERE sender IS NOT NULL") ?? 0 }
  }

  /// The ids of all records, and whether each is the only head of its key.
  func records() throws -> [Data: Bool] {
    try withStore { db in
      let rows = try Row.fetchAll(db, sql: "SELECT record_id, is_head FROM record")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0["record_id"], $0["is_head"]) })
    }
  }

  /// Expects that what came of another node was applied once each, that nothing was refused but repetitions, and that all of it is
  /// sound. Both hold the same already.
  func expectAppliedOnce(_ count: Int) async throws {
    #expect(try records().values.allSatisfy { $0 })
    let figures = try await json("stats")
    #expect(figures["applied"].number == count)
    #expect(
      figures["changes"].names.isSubset(of: ["applied", "unchanged", "superseded"]),
      "\(figures["changes"].names)"
    )
    #expect(figures["refused"].names.isSubset(of: ["duplicate"]), "\(figures["refused"].names)")
    #expect(figures["conflicts_detected"].number == 0)
    let verified = try await run("verify")
    #expect(verified.code == 0, "\(verified.text)")
  }

  /// The figures that one of its workers last published.
  func published(by worker: String = "main", on broker: MosquittoBroker) async throws -> JSON {
    let topic = "keysync/v1/demo/stats/\(try await id())/\(worker)"
    let heard = try await Keysync.shell("mosquitto_sub -p \(broker.port) -t '\(topic)' -C 1 -W 2 --retained-only")
    return heard.output.isEmpty ? JSON(nil) : try heard.json()
  }
}

/// Waits until two nodes hold the same records, and so many.
func expectAlike(_ one: TestNode, _ other: TestNode, records count: Int) async throws {
  try await eventually("both hold all \(count) records", timeout: .seconds(900)) {
    try one.records().count == count && one.records() == other.records()
  }
}

extension WorkerProcess {
  /// Lines that tell of what should not happen, whatever fails around a worker.
  var errors: [Substring] {
    saidEver.split(separator: "\n").filter { line in
      ["Z error ", "Z critical ", "Fatal error"].contains { line.contains($0) }
    }
  }
}
