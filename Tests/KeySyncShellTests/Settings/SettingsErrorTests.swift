import KeySync
import Testing

@Suite struct `Wrong settings are errors with file and line` {
  struct Wrong: CustomTestStringConvertible, Sendable {
    let yaml: String
    let sentence: String

    var testDescription: String { sentence }
  }

  private static let good = "broker: {url: mqtt://localhost}\nclusters: {demo: }\n"

  private static let table = [
    Wrong(
      yaml: "# one\n\nbrokr:\n  url: mqtt://localhost",
      sentence: "keysync.yaml:3: unknown setting 'brokr'; did you mean 'broker'?"
    ),
    Wrong(
      yaml: good + "log:\n  levle: info",
      sentence: "keysync.yaml:4: unknown setting 'levle'; did you mean 'level'?"
    ),
    Wrong(
      yaml: "broker: {url: mqtt://localhost}\nclusters:\n  demo:\n    encrypt: on",
      sentence: "keysync.yaml:4: unknown setting 'encrypt'; did you mean 'encryption'?"
    ),
    Wrong(yaml: good + "url: x", sentence: "keysync.yaml:3: unknown setting 'url'; did you mean 'broker.url'?"),
    Wrong(
      yaml: good + "zzz: 1",
      sentence: "keysync.yaml:3: unknown setting 'zzz'; "
        + "known are: worker, lanes, broker, log, statistics_interval, queue_limit, "
        + "announcement_interval, full_sync_interval, clusters"
    ),
    Wrong(
      yaml: good + "\"\\e[2J\": 1",
      sentence: "keysync.yaml:3: unknown setting '\\u{1b}[2J'; "
        + "known are: worker, lanes, broker, log, statistics_interval, queue_limit, "
        + "announcement_interval, full_sync_interval, clusters"
    ),
    Wrong(yaml: good + "lanes: 3", sentence: "keysync.yaml:3: 'lanes' must be 1, 2, 4, 8, 16, not '3'"),
    Wrong(yaml: good + "lanes: many", sentence: "keysync.yaml:3: 'lanes' must be 1, 2, 4, 8, 16, not 'many'"),
    Wrong(yaml: good + "queue_limit: 0", sentence: number("'0'")),
    Wrong(yaml: good + "queue_limit: 1000001", sentence: number("'1000001'")),
    Wrong(yaml: good + "queue_limit: many", sentence: number("'many'")),
    Wrong(
      yaml: good + "queue_limit: [1]",
      sentence: "keysync.yaml:3: 'queue_limit' must be a number from 1 to 1000000"
    ),
    Wrong(yaml: good + "queue_limit: ~", sentence: "keysync.yaml:3: 'queue_limit' must be a number from 1 to 1000000"),
    Wrong(
      yaml: good + "statistics_interval: 61m",
      sentence: "keysync.yaml:3: 'statistics_interval' must be seconds, or with a unit (90s, 15m, 24h, 7d), "
        + "from 1s to 1h, not '61m'"
    ),
    Wrong(
      yaml: good + "log: {format: xml}",
      sentence: "keysync.yaml:3: 'log.format' must be text, json, not 'xml'"
    ),
    Wrong(
      yaml: good + "worker: East",
      sentence: "keysync.yaml:3: 'worker' must be 1 to 63 of a-z, 0-9 and '-', not at the ends, not 'East'"
    ),
    Wrong(
      yaml: "broker: {url: mqtt://localhost}\nclusters:\n  Demo:\n",
      sentence: "keysync.yaml:3: 'Demo' is no cluster name: 1 to 63 of a-z, 0-9 and '-', not at the ends"
    ),
    Wrong(
      yaml: "broker: {url: mqtt://localhost}\nclusters:\n  demo: {topic_root: a/+/b}",
      sentence:
        "keysync.yaml:3: 'clusters.demo.topic_root' must be 1 to 128 printable ASCII characters without '+', '#', "
        + "spaces or empty levels, not beginning with '$', not 'a/+/b'"
    ),
    Wrong(
      yaml: good + "log: debug",
      sentence: "keysync.yaml:3: 'log' must hold names and values: level, format"
    ),
    Wrong(
      yaml: "clusters: {demo: }",
      sentence: "keysync.yaml: 'broker.url' is missing: mqtt://HOST[:PORT] or mqtts://HOST[:PORT]"
    ),
    Wrong(
      yaml: "broker: {url: mqtt://localhost}",
      sentence: "keysync.yaml: there is no cluster; name one or more under 'clusters'"
    ),
    Wrong(yaml: "", sentence: "keysync.yaml: 'broker.url' is missing: mqtt://HOST[:PORT] or mqtts://HOST[:PORT]"),
    Wrong(
      yaml: "broker:\n  url: mqtts://localhost\n  certificate_file: a\nclusters: {demo: }",
      sentence: "keysync.yaml:3: 'broker.certificate_file' needs 'broker.key_file' beside it"
    ),
    Wrong(
      yaml: "broker:\n  url: mqtt://localhost\n  password_file: a\nclusters: {demo: }",
      sentence: "keysync.yaml:3: 'broker.password_file' needs 'broker.username' beside it"
    ),
    Wrong(
      yaml: "broker:\n  url: mqtt://localhost\n  ca_file: a\nclusters: {demo: }",
      sentence: "keysync.yaml:3: 'broker.ca_file' needs a broker.url that begins with mqtts://"
    ),
    Wrong(yaml: good + "worker: a\nworker: b", sentence: "keysync.yaml:3: 'worker' is given more than once"),
    Wrong(yaml: good + "log: [", sentence: "keysync.yaml:4: this is no YAML: did not find expected node content"),
  ]

  private static func number(_ found: String) -> String {
    "keysync.yaml:3: 'queue_limit' must be a number from 1 to 1000000, not \(found)"
  }

  @Test(arguments: table) func `and the nearest name`(wrong: Wrong) {
    let error = #expect(throws: SettingsError.self) { try Settings(yaml: wrong.yaml) }
    #expect(error?.description == wrong.sentence)
  }

  @Test func `and a password in the broker's URL is not repeated`() throws {
    let error = #expect(throws: SettingsError.self) {
      try Settings(yaml: "clusters: {demo: }\nbroker:\n  url: mqtt://alice:hunter2@localhost")
    }
    let sentence = try #require(error?.description)
    #expect(sentence.hasPrefix("keysync.yaml:3: 'broker.url': "))
    #expect(!sentence.contains("hunter2"))
  }
}
