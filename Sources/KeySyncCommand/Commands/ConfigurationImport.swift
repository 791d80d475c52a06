import KeySync

/// The taking over of an exported configuration.
struct ConfigurationImport {
  let configuration: ExportedConfiguration
  let revokingMissing: Bool
  var isJSON = false

  /// Reads a configuration from a file or from standard input.
  static func read(_ input: InputFile) throws -> ExportedConfiguration {
    let bytes = try input.read(limit: Limits.configurationBytes)
    if KeySynchronizer.isBackup(bytes) {
      throw CommandError.usage("a backup is read twice, first to verify it, so it cannot come from standard input")
    }
    guard bytes.count <= Limits.configurationBytes else {
      throw CommandError.badInput(
        "\(input.name) holds more than the \(Limits.configurationBytes) bytes a configuration may have"
      )
    }
    guard let yaml = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.badInput("\(input.name) is no text in UTF-8, and no backup of keysync")
    }
    return try ExportedConfiguration(yaml: yaml, file: input.name)
  }

  /// Says what differs, asks unless told not to, and takes the trust over.
  func run(_ synchronizer: KeySynchronizer, _ change: ChangeArguments) throws {
    let (trust, effects) = try takeTrust(synchronizer, change)
    let settings = synchronizer.differences(from: configuration)
    if isJSON { return try Terminal.printJSON(json(trust, effects, settings, isRehearsal: change.dryRun)) }
    for difference in settings { Terminal.say(difference.text) }
  }

  /// The same with the trust alone.
  @discardableResult
  func takeTrust(
    _ synchronizer: KeySynchronizer,
    _ change: ChangeArguments
  ) throws -> (differences: [TrustDifference], effects: [KeyEffect]) {
    let list = configuration.trust
    let differences = try synchronizer.differences(from: list, revokingMissing: revokingMissing)
    guard !differences.isEmpty else {
      Terminal.say("\(synchronizer.cluster) is trusted like that already")
      return ([], [])
    }
    let title = "this configuration"
    var effects: [KeyEffect] = []
    try TrustChange(
      title: title,
      details: differences.map { "\(title) \($0.text)" },
      advice: "compare the trust hash: keysync peer list"
    ) { rehearsing in
      effects = try synchronizer.take(list, revokingMissing: revokingMissing, rehearsing: rehearsing)
      return effects
    }.run(change)
    return (differences, effects)
  }

  private func json(
    _ trust: [TrustDifference],
    _ effects: [KeyEffect],
    _ settings: [SettingDifference],
    isRehearsal: Bool
  ) -> JSONValue {
    .object([
      "schema": .text("keysync.import-report/1"), "dry_run": .bool(isRehearsal), "with_keys": .bool(false),
      "cluster": .text(configuration.trust.cluster.text), "written_by": .text(configuration.node.description),
      "written_at": .number(configuration.time.milliseconds),
      "trust_changes": .array(trust.map { .object(["node": .text($0.node.description), "change": .text($0.text)]) }),
      "changed_keys": .array(effects.map { .text($0.keyID.text) }), "settings": .array(settings.map(\.json)),
    ])
  }
}
