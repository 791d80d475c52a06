@testable import KeySync
import Testing

@Suite struct `Policy and selection are settings of a cluster` {
  private static let alice = "12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs"

  private func options(_ cluster: String, environment: [String: String] = [:]) throws -> ClusterOptions {
    let lines = cluster.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let yaml = "broker: {url: mqtt://localhost}\nclusters:\n  demo:\n\(lines)"
    return try Settings(yaml: yaml, environment: environment).options(for: try #require(ClusterName("demo")))
  }

  @Test func `a policy is read rule by rule`() throws {
    let policy = try options(
      """
      policy:
        - keys: "payments/**"
          strategy: creator-priority
          creators: [\(Self.alice)]
          deletes: compete
        - keys: "logs/*"
          strategy: last-writer
        - keys: "**"
          strategy: higher-version
      """
    ).policy
    let rules = [
      PolicyRule(
        pattern: try #require(KeyPattern("payments/**")),
        strategy: .creatorPriority,
        deletes: .compete,
        creators: [try #require(NodeID(Self.alice))]
      ),
      PolicyRule(pattern: try #require(KeyPattern("logs/*")), strategy: .lastWriter),
      PolicyRule(pattern: .everything, strategy: .higherVersion),
    ]
    #expect(policy == Policy(rules))
  }

  @Test func `what no rule is for is manual, as it is shown`() throws {
    let yaml = "broker: {url: mqtt://localhost}\nclusters: {demo: {policy: [{keys: a, strategy: last-writer}]}}"
    let settings = try Settings(yaml: yaml)
    let shown = try #require(settings.effective.first { $0.name == "clusters.demo.policy" }?.value)
    let text = #"[{keys: "a", strategy: last-writer, deletes: win}, {keys: "**", strategy: manual, deletes: win}]"#
    #expect(shown == text)
    #expect(try options("policy: \(shown)").policy == settings.clusters.values.first?.policy)
    #expect(try options("policy: []").policy == .manual)
  }

  @Test func `a selection is a list, of which the last match decides`() throws {
    let read = try options("select: [\"tls/**\", \"!tls/test/**\"]").selection
    #expect(read.entries.map(\.description) == ["tls/**", "!tls/test/**"])
    #expect(try options("select:\n  - tls/**\n  - \"!tls/test/**\"").selection == read)
    #expect(try options("select: [\"**\"]").selection == .everything)
  }

  @Test func `both can be given in one line by the environment`() throws {
    let environment = [
      "KEYSYNC_CLUSTERS_DEMO_SELECT": "tls/**, !tls/test/**",
      "KEYSYNC_CLUSTERS_DEMO_POLICY": #"[{keys: "**", strategy: last-writer}]"#,
    ]
    let options = try options("select: a", environment: environment)
    #expect(options.selection.entries.map(\.description) == ["tls/**", "!tls/test/**"])
    #expect(options.policy.rules == [PolicyRule(pattern: .everything, strategy: .lastWriter)])
  }

  @Test(arguments: [
    (
      "select: {}",
      "4: 'clusters.demo.select' must be patterns, of which the last that matches decides; "
        + "'!' in front of one leaves its keys out"
    ),
    ("select:\n  - a\n  - b//c", "6: 'clusters.demo.select': 'b//c' is no pattern: \(pattern)"),
    ("select: \"a,,b\"", "4: 'clusters.demo.select': '' is no pattern: \(pattern)"),
    (
      "select: [\"!a\"]", "4: 'clusters.demo.select': nothing is selected by patterns with '!' alone; begin with \"**\""
    ),
    ("select: [a, !b ]", "4: 'clusters.demo.select': a pattern is missing; one with '!' or '*' needs quotation marks"),
    (
      "select: [**]",
      "4: this is no YAML: did not find expected alphabetic or numeric character; "
        + "what begins with '*' needs quotation marks"
    ),
    (
      "policy: last-writer",
      "4: 'clusters.demo.policy' must be rules of 'keys', 'strategy', 'creators' and 'deletes', "
        + "of which the first that matches applies, not 'last-writer'"
    ),
    (
      "policy:\n  - a",
      "5: 'clusters.demo.policy': a rule must hold names and values: keys, strategy, creators, deletes"
    ),
    (
      "policy:\n  - keys: a\n    stratgy: manual",
      "6: 'clusters.demo.policy': a rule has no 'stratgy'; did you mean 'strategy'?"
    ),
    ("policy:\n  - strategy: manual", "5: 'clusters.demo.policy': a rule needs 'keys', a pattern"),
    (
      "policy:\n  - keys: a",
      "5: 'clusters.demo.policy': a rule needs 'strategy': "
        + "manual, higher-version, last-writer, creator-priority"
    ),
    (
      "policy:\n  - keys: a\n    strategy: last-writter",
      "6: 'clusters.demo.policy': 'strategy' must be manual, "
        + "higher-version, last-writer, creator-priority, not 'last-writter'; did you mean 'last-writer'?"
    ),
    (
      "policy:\n  - keys: a\n    strategy: manual\n    deletes: lose",
      "7: 'clusters.demo.policy': 'deletes' must be win, compete, "
        + "not 'lose'"
    ),
    (
      "policy:\n  - keys: a\n    strategy: creator-priority",
      "5: 'clusters.demo.policy': creator-priority needs 'creators', "
        + "node ids of which each goes before those after it"
    ),
    (
      "policy:\n  - keys: a\n    strategy: manual\n    creators: [\(alice)]",
      "5: 'clusters.demo.policy': only "
        + "creator-priority has 'creators', node ids of which each goes before those after it"
    ),
    (
      "policy:\n  - keys: a\n    strategy: creator-priority\n    creators:\n    - \(alice)\n    - \(alice)",
      "9: 'clusters.demo.policy': \(alice) is listed twice"
    ),
    (
      "policy:\n  - keys: a\n    strategy: creator-priority\n    creators: [west]",
      "7: 'clusters.demo.policy': 'west' is no node id; 'keysync peer list --json' shows them"
    ),
    (
      "policy:\n  - keys: \"**\"\n    strategy: manual\n  - keys: a\n    strategy: manual",
      "7: 'clusters.demo.policy': the rule for '**' must be the last: those after it never apply"
    ),
  ]) func `what is wrong is said with its line`(cluster: String, sentence: String) {
    let error = #expect(throws: SettingsError.self) { try options(cluster) }
    #expect(error?.description == "keysync.yaml:\(sentence)")
  }

  private static let pattern = "a key id in which '*' stands for any characters and the segment '**' for any segments"

  @Test func `a variable has no lines`() {
    let environment = ["KEYSYNC_CLUSTERS_DEMO_POLICY": "[{keys: a, strategy: x}]"]
    let error = #expect(throws: SettingsError.self) { try options("encryption: on", environment: environment) }
    #expect(error?.place == "KEYSYNC_CLUSTERS_DEMO_POLICY")
  }
}
