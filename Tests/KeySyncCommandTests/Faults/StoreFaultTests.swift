import Foundation
import GRDB
import KeySyncTestSupport
import Testing

extension Faults {
  @Suite struct `A store that cannot be written` {
    private static let count = 20

    /// Has something happen to the store of a node while changes come for it, and it end again. Meanwhile the worker acknowledges
    /// nothing and says why, in its log and its figures; then it goes on by itself.
    private func expectRecovery(
      _ pair: Pair,
      saying sentence: String,
      begin: (WorkerProcess) async throws -> Void,
      meanwhile: () async throws -> Void,
      end: (WorkerProcess) async throws -> Void
    ) async throws {
      let (east, west) = (pair.east, pair.west)
      try east.set("statistics_interval", to: "1s")
      let workers = [try WorkerProcess(east), try WorkerProcess(west)]
      defer { for worker in workers { worker.kill() } }
      for number in 0..<Self.count { try await west.put("before/\(number)", [1]) }
      try await eventually("the first have come") { try east.arrived() == Self.count }
      try await begin(workers[0])
      for number in 0..<Self.count { try await west.put("after/\(number)", [2]) }
      try await eventually("the log says so") {
        workers[0].said.contains("batch not committed, the broker will send it again")
          && workers[0].said.contains(sentence)
      }
      try await eventually("the figures say so") {
        let figures = try await east.published(on: pair.broker)
        return figures["store_failures"].number ?? 0 > 0 && figures["store_trouble"].text?.hasPrefix(sentence) == true
      }
      try await meanwhile()
      #expect(try await east.json("key", "list", "--json").count == Self.count, "what is there can be read")
      try await end(workers[0])
      try await expectAlike(east, west, records: 2 * Self.count)
      try await east.expectAppliedOnce(2 * Self.count)
      try await eventually("the figures say that it is over") {
        let figures = try await east.published(on: pair.broker)
        return figures["store_trouble"].text == nil && figures["broker_connected"].flag == true
      }
      try await east.put("at/last", [3])
      try await eventually("it sends as well") { try await west.run("key", "get", "at/last").output == [3] }
      #expect(workers[0].errors == [])
    }

    private func expectRefusedPut(on node: TestNode, code: Int32, saying sentence: String) async throws {
      let outcome = try await node.run("key", "put", "own", "--algorithm", "opaque", input: [1])
      #expect(outcome.code == code)
      #expect(outcome.talk.hasPrefix("keysync: \(sentence)"), "\(outcome.talk)")
    }

    @Test func `as another process has locked it is waited for`() async throws {
      let pair = try await Pair()
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: "\(pair.east.home)/keysync.db", configuration: configuration)
      let sentence = "the store is busy: another process has been writing to it for 5 seconds"
      try await expectRecovery(pair, saying: sentence) { _ in
        try other.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
      } meanwhile: {
        try await expectRefusedPut(on: pair.east, code: 75, saying: sentence)
        let second = try await pair.east.run("worker", "--worker", "second")
        #expect(second.code == 75)
        #expect(second.talk.contains("keysync: \(sentence)"))
      } end: { _ in
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
      }
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "only root can have a small disk"))
    func `as its disk is full is waited for`() async throws {
      let disk = try SmallDisk(megabytes: 6)
      let pair = try await Pair(eastHome: disk.file("east"))
      let sentence = "the disk that the store is on is full; make room there"
      try await expectRecovery(pair, saying: sentence) { _ in
        try disk.fill()
      } meanwhile: {
        try await expectRefusedPut(on: pair.east, code: 74, saying: sentence)
      } end: { _ in
        disk.empty()
      }
    }

    /// A limit on the size of files stands for a disk that fails. The log needs less than the store's.
    @Test func `as its disk fails is waited for`() async throws {
      let pair = try await Pair()
      let limit = { (worker: WorkerProcess, bytes: String) in
        let process = try #require(worker.processID)
        try #require(try await Keysync.shell("prlimit --pid \(process) --fsize=\(bytes):unlimited").code == 0)
      }
      let file = "\(pair.east.home)/keysync.db-wal"
      try await expectRecovery(pair, saying: "the disk that the store is on fails (disk I/O error)") { worker in
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let bytes = try #require(attributes[.size] as? Int)
        try #require(bytes > 100_000, "what is in it leaves room for the log")
        try await limit(worker, "\(bytes)")
      } meanwhile: {
      } end: { worker in
        try await limit(worker, "unlimited")
      }
    }
  }
}
