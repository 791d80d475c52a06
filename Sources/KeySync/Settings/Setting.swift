import Yams

/// One known setting: its name, what it means, how its value is written, and where it goes.
struct Setting: Sendable {
  /// The full name, such as `broker.url`; a `*` stands for the name of a cluster.
  let name: String
  /// What it means, in one sentence.
  let about: String
  /// What a value must be, in words.
  let words: String
  /// A value to show in the file that `init` writes, where there is no default.
  let example: String?
  /// Whether a node cannot be run without it.
  let isRequired: Bool
  /// Whether its value is the name of a file.
  let isFile: Bool
  /// Its value as it could stand in the file.
  let text: @Sendable (Settings, ClusterName?) -> String?
  /// Takes a value over into the settings; nil means that it does not have the form.
  let apply: @Sendable (inout Settings, ClusterName?, Yams.Node) throws -> Void?

  /// A setting of the node, or of its broker or log.
  init<Value: Sendable>(
    _ name: String,
    _ path: any WritableKeyPath<Settings, Value> & Sendable,
    _ form: SettingForm<Value>,
    _ about: String,
    example: String? = nil,
    isRequired: Bool = false
  ) {
    self.name = name
    self.about = about
    self.example = example
    self.isRequired = isRequired
    words = form.words
    isFile = form.isFile
    text = { settings, _ in form.text(settings[keyPath: path]) }
    apply = { settings, _, node in
      try form.value(node).map { settings[keyPath: path] = $0 }
    }
  }

  /// A setting of each cluster.
  init<Value: Sendable>(
    cluster name: String,
    _ path: any WritableKeyPath<ClusterSettings, Value> & Sendable,
    _ form: SettingForm<Value>,
    _ about: String
  ) {
    self.name = "clusters.*.\(name)"
    self.about = about
    example = nil
    isRequired = false
    words = form.words
    isFile = form.isFile
    text = { settings, cluster in
      cluster.flatMap { settings.clusters[$0] }.flatMap { form.text($0[keyPath: path]) }
    }
    apply = { settings, cluster, node in
      guard let cluster, let value = try form.value(node) else { return nil }
      return settings.clusters[cluster, default: ClusterSettings()][keyPath: path] = value
    }
  }

  /// Where a setting applies: once, or once for each cluster.
  func places(in settings: Settings) -> [(name: String, cluster: ClusterName?)] {
    guard name.contains("*") else { return [(name, nil)] }
    return settings.clusters.keys.sorted().map { (name.replacing("*", with: $0.text), $0) }
  }
}
