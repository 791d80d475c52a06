extension Settings {
  /// Reads `keysync.yaml`, lays the environment over it (`KEYSYNC_BROKER_URL` for `broker.url`; empty variables count as
  /// unset) and over that flags, by the names of their settings.
  ///
  /// - Throws: what is wrong, with file and line, variable or flag, and the nearest known name.
  public init(
    yaml: String,
    file: String = "keysync.yaml",
    environment: [String: String] = [:],
    flags: [String: String] = [:]
  ) throws(SettingsError) {
    var reader = SettingsReader(file: file)
    try reader.read(yaml: yaml)
    try reader.read(environment: environment)
    try reader.read(flags: flags)
    self = reader.settings
    try check(file: file)
  }

  /// What no single setting can tell.
  private func check(file: String) throws(SettingsError) {
    for setting in Setting.known where setting.isRequired && origins[setting.name] == nil {
      throw SettingsError(place: file, problem: "'\(setting.name)' is missing: \(setting.words)")
    }
    guard !clusters.isEmpty else {
      throw SettingsError(place: file, problem: "there is no cluster; name one or more under 'clusters'")
    }
    try demand("broker.username", with: "broker.password_file")
    try demand("broker.certificate_file", with: "broker.key_file")
    try demand("broker.key_file", with: "broker.certificate_file")
    for name in ["broker.ca_file", "broker.certificate_file"] where !broker.endpoint.isEncrypted {
      guard let origin = origins[name] else { continue }
      throw SettingsError(place: origin.description, problem: "'\(name)' needs a broker.url that begins with mqtts://")
    }
  }

  private func demand(_ needed: String, with name: String) throws(SettingsError) {
    guard let origin = origins[name], origins[needed] == nil else { return }
    throw SettingsError(place: origin.description, problem: "'\(name)' needs '\(needed)' beside it")
  }
}
