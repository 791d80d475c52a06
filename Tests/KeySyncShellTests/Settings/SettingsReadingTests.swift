import KeySync
import Testing

@Suite struct `Settings are read from the file` {
  private func read(_ yaml: String) throws(SettingsError) -> Settings { try Settings(yaml: yaml) }

  @Test func `with every setting given`() throws {
    let settings = try read(
      """
      worker: east-1
      broker:
        url: mqtts://broker.example
        username: alice
        password_file: /etc/keysync/password
        ca_file: /etc/keysync/ca.crt
        certificate_file: /etc/keysync/node.crt
        key_file: /etc/keysync/node.pem
      log:
        level: debug
        format: json
      statistics_interval: 60
      queue_limit: 1000000
      clusters:
        prod:
          encryption: off
          topic_root: site-7/keysync/v1
          undo_window: 36h
        staging:
      """
    )
    let prod = try #require(ClusterName("prod"))
    let staging = try #require(ClusterName("staging"))
    #expect(settings.worker.text == "east-1")
    #expect(settings.broker.url == "mqtts://broker.example:8883")
    #expect(settings.broker.username == "alice")
    #expect(settings.broker.passwordFile == "/etc/keysync/password")
    #expect(settings.broker.caFile == "/etc/keysync/ca.crt")
    #expect(settings.broker.certificateFile == "/etc/keysync/node.crt")
    #expect(settings.broker.keyFile == "/etc/keysync/node.pem")
    #expect(settings.log.level == .debug)
    #expect(settings.log.format == .json)
    #expect(settings.statisticsInterval == .seconds(60))
    #expect(settings.queueLimit == 1_000_000)
    #expect(settings.clusters[prod]?.encryption == false)
    #expect(settings.clusters[prod]?.topicRoot == "site-7/keysync/v1")
    #expect(settings.clusters[prod]?.undoWindow == .seconds(36 * 3600))
    #expect(settings.clusters[staging] == ClusterSettings())

    let options = settings.options(for: prod)
    #expect(!options.encryption)
    #expect(options.queueLimit == 1_000_000)
    #expect(options.undoWindow == 36 * 3_600_000)
    #expect(options.topicRoot == "site-7/keysync/v1")
  }

  @Test func `with defaults for what is not given, the same as those of the options`() throws {
    let settings = try read("broker: {url: mqtt://localhost}\nclusters: {demo: }")
    let demo = try #require(ClusterName("demo"))
    #expect(settings.worker == Settings.defaultWorker)
    #expect(settings.statisticsInterval == .seconds(10))
    #expect(settings.log == LogSettings())
    #expect(settings.options(for: demo) == ClusterOptions())
  }

  @Test(arguments: [("on", true), ("Yes", true), ("TRUE", true), ("off", false), ("no", false), ("False", false)])
  func `with the booleans of YAML`(text: String, value: Bool) throws {
    let settings = try read("broker: {url: mqtt://localhost}\nclusters: {demo: {encryption: \(text)}}")
    #expect(settings.clusters.values.map(\.encryption) == [value])
  }

  @Test(arguments: [("0", 0), ("90", 90), ("90s", 90), ("15m", 900), ("24h", 86_400), ("7d", 604_800)])
  func `with durations in seconds or with a unit`(text: String, seconds: Int) throws {
    let settings = try read("broker: {url: mqtt://localhost}\nclusters: {demo: {undo_window: \(text)}}")
    #expect(settings.clusters.values.map(\.undoWindow) == [.seconds(seconds)])
  }

  @Test func `with files looked for beside it`() throws {
    let yaml = """
      broker: {url: mqtts://localhost, ca_file: ca.crt, username: a, password_file: /run/secret}
      clusters: {demo: }
      """
    let settings = try Settings(yaml: yaml, file: "/srv/node/keysync.yaml")
    #expect(settings.broker.caFile == "/srv/node/ca.crt")
    #expect(settings.broker.passwordFile == "/run/secret")
  }

  @Test func `and the only cluster need not be named`() throws {
    let one = try read("broker: {url: mqtt://localhost}\nclusters: {demo: }")
    #expect(try one.cluster(named: nil).text == "demo")
    #expect(try one.cluster(named: "demo").text == "demo")
    let error = #expect(throws: ClusterChoiceError.self) { try one.cluster(named: "dmeo") }
    #expect(error?.description == "the settings have no cluster 'dmeo'; did you mean 'demo'?")
    let two = try read("broker: {url: mqtt://localhost}\nclusters: {b: , a: }")
    let choice = #expect(throws: ClusterChoiceError.self) { try two.cluster(named: nil) }
    #expect(choice?.description == "the settings have several clusters; name one with --cluster: a, b")
  }
}
