@testable import KeySync

/// The settings for Telegraf in `deploy/`.
enum Telegraf {
  typealias Keys = SyncStatistics.CodingKeys

  /// What becomes a tag and no figure.
  static let tags = [Keys.cluster, .node, .worker].map(\.rawValue)
  /// Texts and booleans that are kept.
  static let texts = [Keys.software, .brokerConnected].map(\.rawValue)
  /// Objects with a name for each of many nodes, which would make a figure of each pair.
  static let left = Keys.refusedBySender.rawValue

  /// The file's text.
  static let text = """
    # Takes the statistics and the status of keysync's workers from an MQTT broker into InfluxDB (Telegraf 1.29 or newer). Figures in
    # objects get names such as keys_Synchronized and sync_latency_ms_p99. The dashboard is grafana-dashboard.json.
    # Made by the tests from the program's own schema; to change it: KEYSYNC_WRITE_DEPLOY=1 swift test --filter 'files for dashboards'

    [[inputs.mqtt_consumer]]
      name_override = "keysync"
      servers = ["tcp://localhost:1883"]
      topics = ["\(Topics.defaultRoot)/+/stats/+/+"]
      topic_tag = ""
      qos = 0
      # With an access list: a user that may read stats and status (broker-config/server.acl knows "watcher").
      # username = "watcher"
      # password = ""
      # tls_ca = "/etc/telegraf/ca.pem"
      data_format = "json"
      tag_keys = [\(list(tags))]
      json_string_fields = [\(list(texts))]
      json_time_key = "\(Keys.time.rawValue)"
      json_time_format = "unix_ms"
      fieldexclude = ["\(left)_*"]

    [[inputs.mqtt_consumer]]
      name_override = "keysync_status"
      servers = ["tcp://localhost:1883"]
      topics = ["\(Topics.defaultRoot)/+/status/+/+"]
      topic_tag = ""
      qos = 1
      # username = "watcher"
      # password = ""
      # tls_ca = "/etc/telegraf/ca.pem"
      data_format = "value"
      data_type = "string"
      [[inputs.mqtt_consumer.topic_parsing]]
        topic = "\(Topics.defaultRoot)/+/status/+/+"
        tags = "_/_/cluster/_/node/worker"

    [[outputs.influxdb]]
      urls = ["http://localhost:8086"]
      database = "keysync"

    """

  private static func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }

  /// A snapshot's figures under the names that Telegraf gives them: numbers and the texts above.
  static func flattened(_ value: Any, _ name: String = "") -> Set<String> {
    if let fields = value as? [String: Any] {
      return Set(fields.flatMap { flattened($0.value, name.isEmpty ? $0.key : "\(name)_\($0.key)") })
    }
    if let values = value as? [Any] {
      return Set(values.enumerated().flatMap { flattened($0.element, "\(name)_\($0.offset)") })
    }
    return value is String && !texts.contains(name) ? [] : [name]
  }
}
