import KeySync
import KeySyncCore
import KeySyncCrypto
import Testing

/// Backups of several frames, of much data, and of what this node keeps no data of.
struct BackupBoundsTests {
  private let clock = TestClock()
  private let a, b: TestNode

  init() throws {
    var options = ClusterOptions()
    options.queueLimit = 100_000
    a = try TestNode("alice", clock: clock, options: options)
    b = try TestNode("bob", clock: clock)
    try a.befriend(b)
  }

  @Test func `a key with more changes than a frame holds comes whole`() throws {
    try a.put("a", "1")
    for number in 0..<300 { try a.put("long", "\(number)") }
    for key in 0..<10 { for number in 0..<10 { try a.put("many/\(key)", "\(number)") } }
    let backup = try BackupFile(of: a)
    let rehearsed = try backup.merge(into: b, rehearsing: true)
    #expect(try backup.merge(into: b) == rehearsed)
    #expect(rehearsed.new == 401 && rehearsed.waiting == 0 && rehearsed.addedKeys.count == 12)
    #expect(try b.headSum() == a.headSum())
    #expect(try b.data("long") == "299")
    #expect(try b.key("long").version == 300)
  }

  @Test func `data of the largest size comes whole`() throws {
    for key in 0..<6 { try a.put("k/\(key)", [UInt8](repeating: UInt8(key), count: Limits.keyDataBytes)) }
    try BackupFile(of: a).merge(into: b)
    for key in 0..<6 {
      #expect(try b.synchronizer.data(of: try keyID("k/\(key)")) == [UInt8](repeating: UInt8(key), count: 65_536))
    }
  }

  @Test func `data that is not selected is not kept, and lacking data is brought`() throws {
    var options = ClusterOptions()
    options.selection = Selection([try #require(Selection.Entry("tls/**"))])
    let c = try TestNode("carol", clock: clock, options: options)
    try c.synchronizer.addPeer(a.id, name: "alice")
    try a.put("tls/www", "1")
    try a.put("other", "1")
    let backup = try BackupFile(of: a)
    try backup.merge(into: c)
    #expect(try c.data("tls/www") == "1")
    #expect(try !c.key("other").hasData)
    #expect(try backup.merge(into: c).restoredData == 0)

    let all = try KeySynchronizer(node: c.synchronizer.node, cluster: c.cluster, now: { [clock] in clock.now })
    let passphrase = try Passphrase(Array(BackupFile.passphrase.utf8))
    let verified = try all.verifyBackup(at: backup.path, passphrase: passphrase)
    let report = try all.merge(verified)
    #expect(report.restoredData == 1 && report.new == 0 && !report.changesNothing)
    #expect(try c.key("other").hasData)
  }

  @Test func `data that was replaced or deleted is not in a backup`() throws {
    try a.put("replaced", "old secret")
    try a.put("replaced", "new")
    try a.put("deleted", "old secret")
    try a.delete("deleted")
    var bytes: [UInt8] = []
    let passphrase = try Passphrase(Array(BackupFile.passphrase.utf8))
    let summary = try a.synchronizer.writeBackup(under: passphrase, cost: .least) { bytes += $0 }
    #expect(summary.records == 4 && summary.keys == 2 && summary.data == 1)
    try BackupFile(bytes).merge(into: b)
    let history = try b.synchronizer.history(of: try keyID("replaced"))
    #expect(history.map(\.hasData) == [false, true])
  }

  @Test func `an empty node has a backup too`() throws {
    let report = try BackupFile(of: a).merge(into: b)
    #expect(report.records == 0 && report.changesNothing)
  }
}
