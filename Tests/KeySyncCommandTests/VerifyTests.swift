import Foundation
import GRDB
import KeySyncTestSupport
import Testing

@Suite struct `The verification on the command line` {
  @Test func `a sound store is said to be well`() async throws {
    let node = try await TestNode()
    let empty = try await node.run("verify")
    #expect(empty.code == 0)
    #expect(empty.text == "demo: 0 keys, 0 records, 0 rows of data: all is well\n")
    try await node.put("tls/www", [1])
    try await node.put("tls/www", [2])
    let outcome = try await node.run("verify")
    #expect(outcome.code == 0)
    #expect(outcome.text == "demo: 1 key, 2 records, 2 rows of data: all is well\n")
    #expect(outcome.talk.isEmpty)
    let mended = try await node.json("verify", "--rebuild", "--json")
    #expect(mended["clusters"][0]["mended"].count == 0)
  }

  @Test func `a wrong winner is named with exit code 65, mended once, and gone afterwards`() async throws {
    let node = try await TestNode()
    try await node.put("tls/www", [1])
    try spoil(node, "UPDATE key SET winner = NULL")
    #expect(try await node.status(of: "tls/www") == nil)
    let outcome = try await node.run("verify")
    #expect(outcome.code == 65)
    #expect(outcome.text.hasPrefix("wrong-winner tls/www: the winner is noted as none and is "))
    #expect(outcome.text.hasSuffix("demo: 1 key, 1 record, 1 row of data: 1 thing wrong\n"))
    #expect(outcome.talk.hasSuffix("wrong-winner: it can be computed again: keysync verify --rebuild\n"))
    let rebuilt = try await node.run("verify", "--rebuild")
    #expect(rebuilt.code == 0)
    #expect(rebuilt.text.hasPrefix("mended: wrong-winner tls/www: "))
    #expect(rebuilt.text.hasSuffix("all is well\n"))
    #expect(try await node.status(of: "tls/www") != nil)
    #expect(try await node.run("verify").code == 0)
  }

  @Test func `a damaged record is named with its advice, as JSON too, and is never mended`() async throws {
    let node = try await TestNode()
    try await node.put("tls/www", [1])
    try await node.put("tls/api", [1])
    try spoil(node, "UPDATE record SET signed = x'00' WHERE id = 1")
    for arguments in [["verify", "--json"], ["verify", "--rebuild", "--json"]] {
      let outcome = try await node.run(arguments)
      #expect(outcome.code == 65)
      let report = try outcome.json()
      #expect(report.names == ["is_sound", "clusters"])
      #expect(report["is_sound"].flag == false)
      let cluster = report["clusters"][0]
      #expect(
        cluster.names == ["cluster", "keys", "records", "heads", "data", "counts", "findings", "mended"]
      )
      #expect(cluster["cluster"].text == "demo")
      #expect((cluster["keys"].number, cluster["records"].number, cluster["heads"].number) == (2, 2, 2))
      #expect(cluster["data"].number == 2)
      #expect(cluster["counts"].names == ["unreadable-record", "not-judged"])
      let finding = cluster["findings"][0]
      #expect(finding.names == ["kind", "key_id", "record_id", "sentence", "advice", "is_fault"])
      #expect(finding["kind"].text == "unreadable-record")
      #expect(finding["key_id"].text == "tls/www")
      #expect(finding["record_id"].text?.count == 64)
      #expect(finding["is_fault"].flag == true)
      #expect(finding["advice"].text?.contains("backup") == true)
      #expect(cluster["findings"][1]["kind"].text == "not-judged")
      #expect(cluster["mended"].count == 0)
    }
  }

  @Test func `one cluster or all are verified`() async throws {
    let node = try await TestNode()
    #expect(try await node.run("cluster", "add", "test").code == 0)
    try await node.run("key", "put", "a", "--algorithm", "opaque", "--cluster", "test", input: [1]).expectDone()
    #expect(try await node.json("verify", "--json")["clusters"].count == 2)
    let one = try await node.json("verify", "--json", "--cluster", "test")["clusters"]
    #expect(one.count == 1)
    #expect(one[0]["keys"].number == 1)
    #expect(try await node.run("verify", "--cluster", "other").code == 64)
  }

  @Test func `a file that is cut or overwritten is no store any more, and is said to be damaged`() async throws {
    let node = try await TestNode()
    for number in 0..<40 { try await node.put("key/\(number)", [UInt8](repeating: 1, count: 2000)) }
    try spoil(node, "PRAGMA wal_checkpoint(TRUNCATE)")
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: "\(node.home)/keysync.db"))
    let size = try file.seekToEnd()
    try file.seek(toOffset: size / 2 / 4096 * 4096)
    try file.write(contentsOf: Data(repeating: 0xAA, count: 4096 * 4))
    try file.close()
    let outcome = try await node.run("verify", "--json")
    #expect(outcome.code == 65)
    #expect(try outcome.json()["clusters"][0]["counts"].names.contains("damaged-file"))
  }

  /// Changes the store behind the back of keysync.
  private func spoil(_ node: TestNode, _ sql: String) throws {
    try DatabaseQueue(path: "\(node.home)/keysync.db").writeWithoutTransaction { try $0.execute(sql: sql) }
  }
}

extension Outcome {
  fileprivate func expectDone() { #expect(code == 0, "\(talk)") }
}
