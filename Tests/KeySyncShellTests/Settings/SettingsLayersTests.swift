@testable import KeySync
import Testing

@Suite struct `Environment and flags are laid over the file` {
  private let yaml = """
    broker: {url: mqtt://file.example}
    log: {level: error}
    clusters: {east-1: }
    """

  private func origin(_ name: String, in settings: Settings) -> String? {
    settings.effective.first { $0.name == name }?.origin.description
  }

  @Test func `each over the one before, and every value knows where it comes from`() throws {
    var settings = try Settings(yaml: yaml)
    #expect(settings.log.level == .error)
    #expect(origin("log.level", in: settings) == "keysync.yaml:2")
    #expect(origin("log.format", in: settings) == "default")

    let environment = ["KEYSYNC_LOG_LEVEL": "warning", "KEYSYNC_BROKER_URL": "mqtt://variable.example:1884"]
    settings = try Settings(yaml: yaml, environment: environment)
    #expect(settings.log.level == .warning)
    #expect(settings.broker.url == "mqtt://variable.example:1884")
    #expect(origin("log.level", in: settings) == "KEYSYNC_LOG_LEVEL")

    settings = try Settings(yaml: yaml, environment: environment, flags: ["log.level": "trace"])
    #expect(settings.log.level == .trace)
    #expect(settings.broker.url == "mqtt://variable.example:1884")
    #expect(origin("log.level", in: settings) == "--log-level")
  }

  @Test func `a setting of a cluster too`() throws {
    let settings = try Settings(yaml: yaml, environment: ["KEYSYNC_CLUSTERS_EAST_1_ENCRYPTION": "off"])
    #expect(settings.clusters.values.map(\.encryption) == [false])
    #expect(origin("clusters.east-1.encryption", in: settings) == "KEYSYNC_CLUSTERS_EAST_1_ENCRYPTION")
  }

  @Test func `what the file lacks may come from the environment`() throws {
    let settings = try Settings(yaml: "clusters: {demo: }", environment: ["KEYSYNC_BROKER_URL": "mqtt://localhost"])
    #expect(settings.broker.url == "mqtt://localhost:1883")
  }

  @Test func `empty variables and those of others do not count`() throws {
    let environment = ["KEYSYNC_LOG_LEVEL": "", "KEYSYNC_SERVICE_HOST": "10.0.0.1", "LOG_LEVEL": "trace"]
    #expect(try Settings(yaml: yaml, environment: environment) == Settings(yaml: yaml))
  }

  @Test func `wrong values are named by their variable or flag`() {
    let variable = #expect(throws: SettingsError.self) {
      try Settings(yaml: yaml, environment: ["KEYSYNC_QUEUE_LIMIT": "x"])
    }
    #expect(
      variable?.description == "KEYSYNC_QUEUE_LIMIT: 'queue_limit' must be a number from 1 to 1000000, not 'x'"
    )
    let flag = #expect(throws: SettingsError.self) { try Settings(yaml: yaml, flags: ["log.format": "x"]) }
    #expect(flag?.description == "--log-format: 'log.format' must be text, json, not 'x'")
    let unknown = #expect(throws: SettingsError.self) { try Settings(yaml: yaml, flags: ["log.colour": "x"]) }
    #expect(unknown?.description == "--log-colour: there is no setting 'log.colour'")
  }

  @Test func `a worker's password is the first line of its file`() throws {
    let directory = try ScratchDirectory()
    let path = try directory.file("password", "secret\nnot this\n")
    let yaml = "broker: {url: mqtt://localhost, username: a, password_file: \(path)}\nclusters: {demo: }"
    let node = try TestIdentities.alice().nodeID
    #expect(try Settings(yaml: yaml).readerOptions(of: node).access.credentials?.password == "secret")
    let missing = yaml.replacing("/password", with: "/gone")
    let error = #expect(throws: SettingsError.self) { try Settings(yaml: missing).readerOptions(of: node) }
    #expect(error?.place == "keysync.yaml:1")
  }
}
