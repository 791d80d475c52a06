import KeySync
import KeySyncCore
import Testing

/// How a node takes part in a cluster, as a text.
struct ExportedConfigurationTests {
  private let a: TestNode

  init() throws {
    var options = ClusterOptions()
    let payments = try #require(KeyPattern("pay/**"))
    let rule = PolicyRule(pattern: payments, strategy: .lastWriter, deletes: .compete)
    options.policy = try #require(Policy([rule] + Policy.manual.rules))
    options.selection = Selection([try #require(Selection.Entry("**")), try #require(Selection.Entry("!tls/test/**"))])
    options.encryption = false
    a = try TestNode("alice", options: options)
  }

  @Test func `reads as it is written`() throws {
    try a.put("k", "1")
    let configuration = try a.synchronizer.exportedConfiguration(ownName: "alice")
    let read = try ExportedConfiguration(yaml: configuration.yaml, file: "alice.yaml")
    #expect(read.trust == configuration.trust)
    #expect(read.settings == configuration.settings)
    #expect(read.node == a.id && read.time == a.clock.now && read.software == configuration.software)
    #expect(try configuration.yaml.contains("\"pending_messages\": 0"))
  }

  @Test func `says which settings differ, as they stand in the file`() throws {
    let b = try TestNode("bob")
    let configuration = try a.synchronizer.exportedConfiguration()
    let differences = b.synchronizer.differences(from: configuration)
    #expect(differences.map(\.name) == ["clusters.prod.encryption", "clusters.prod.select", "clusters.prod.policy"])
    #expect(differences[0].there == "off" && differences[0].here == "on")
    #expect(differences[1].there == "[\"**\", \"!tls/test/**\"]")
    #expect(differences[2].there.contains("{keys: \"pay/**\", strategy: last-writer, deletes: compete}"))
    #expect(a.synchronizer.differences(from: configuration).isEmpty)
  }

  /// A change of a good text, and what is said about it.
  private static let bad: [(from: String, to: String, problem: String)] = [
    ("keysync.export/1", "keysync.export/2", "x:2: 'keysync.export/2' is no schema: this version reads keysync.exp"),
    ("time:", "tmie:", "x:3: unknown name 'tmie'; did you mean 'time'?"),
    ("software: keysync 0.1.0\n", "", "x:2: 'software' is missing"),
    ("keysync.trust/1", "keysync.trust/2", "x:7: 'keysync.trust/2' is no schema: this version reads keysync.trust/1"),
    ("strategy: manual", "strategy: manuel", "'strategy' must be manual"),
    ("encryption: off", "encryption: perhaps", "'clusters.prod.encryption' must be on or off"),
    ("clusters.prod.undo_window", "clusters.prod.undo_widow", "unknown setting 'clusters.prod.undo_widow'"),
  ]

  @Test(arguments: Self.bad)
  func `that is wrong is refused, with the line`(from: String, to: String, problem: String) throws {
    let good = try a.synchronizer.exportedConfiguration().yaml
    #expect(good.contains(from))
    #expect { try ExportedConfiguration(yaml: good.replacing(from, with: to), file: "x") } throws: { error in
      #expect("\(error)".contains(problem), "\(error)")
      return error is TrustListError
    }
  }
}
