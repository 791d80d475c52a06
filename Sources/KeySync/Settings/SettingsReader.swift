import Yams

/// Reads settings in layers: the file, then the environment, then flags. Every problem is named with its place.
struct SettingsReader {
  private(set) var settings = Settings(broker: BrokerSettings(), clusters: [:])
  private let file: String

  /// Begins with the defaults. The file's name is for messages and for the files that it names.
  init(file: String) { self.file = file }

  // MARK: The file

  mutating func read(yaml: String) throws(SettingsError) {
    let root: Yams.Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch { throw problem(in: error) }
    if let root { try readSection(root, Section()) }
  }

  /// A place in the tree: the name of what is there, and the same with `*` for a cluster.
  private struct Section {
    var name = ""
    var pattern = ""
    var cluster: ClusterName?

    func below(_ key: String, as known: String, cluster: ClusterName? = nil) -> Section {
      Section(
        name: name.isEmpty ? key : "\(name).\(key)",
        pattern: pattern.isEmpty ? known : "\(pattern).\(known)",
        cluster: cluster ?? self.cluster
      )
    }

    /// The names that are known here.
    var known: [String] {
      let prefix = pattern.isEmpty ? "" : "\(pattern)."
      let names = Setting.known.lazy.filter { $0.name.hasPrefix(prefix) }.map { setting in
        String(setting.name.dropFirst(prefix.count).prefix { $0 != "." })
      }
      return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    var isOfClusters: Bool { known == ["*"] }
  }

  private mutating func readSection(_ node: Yams.Node, _ section: Section) throws(SettingsError) {
    if node.isNothing { return }
    guard let mapping = node.mapping else {
      let name = section.name.isEmpty ? "the file" : "'\(section.name)'"
      throw error(at: node, "\(name) must hold names and values: \(section.known.joined(separator: ", "))")
    }
    for (key, value) in mapping {
      guard let name = key.string else { throw error(at: key, "a name is expected here") }
      if section.isOfClusters {
        guard let cluster = ClusterName(name) else {
          throw error(at: key, "'\(name.escaped)' is no cluster name: 1 to 63 of a-z, 0-9 and '-', not at the ends")
        }
        settings.clusters[cluster] = ClusterSettings()
        try readSection(value, section.below(name, as: "*", cluster: cluster))
      } else {
        try read(value, key, name, in: section)
      }
    }
  }

  private mutating func read(
    _ value: Yams.Node,
    _ key: Yams.Node,
    _ name: String,
    in section: Section
  ) throws(SettingsError) {
    guard section.known.contains(name) else { throw unknown(name, at: key, in: section) }
    let below = section.below(name, as: name)
    if let setting = Setting.known.first(where: { $0.name == below.pattern }) {
      let origin = SettingOrigin.file(file, line: (value.mark ?? key.mark)?.line ?? 1)
      try apply(setting, below.name, below.cluster, value, origin)
    } else {
      try readSection(value, below)
    }
  }

  // MARK: What is laid over it

  mutating func read(environment: [String: String]) throws(SettingsError) {
    for setting in Setting.known {
      for (name, cluster) in setting.places(in: settings) {
        let variable = "KEYSYNC_" + name.uppercased().replacing(".", with: "_").replacing("-", with: "_")
        guard let text = environment[variable], !text.isEmpty else { continue }
        try apply(setting, name, cluster, Yams.Node(text, Tag(.str)), .environment(variable))
      }
    }
  }

  mutating func read(flags: [String: String]) throws(SettingsError) {
    for (name, text) in flags.sorted(by: { $0.key < $1.key }) {
      let flag = "--" + name.replacing(".", with: "-").replacing("_", with: "-")
      guard let setting = Setting.known.first(where: { $0.name == name }) else {
        throw SettingsError(place: flag, problem: "there is no setting '\(name)'")
      }
      try apply(setting, name, nil, Yams.Node(text, Tag(.str)), .flag(flag))
    }
  }

  private mutating func apply(
    _ setting: Setting,
    _ name: String,
    _ cluster: ClusterName?,
    _ node: Yams.Node,
    _ origin: SettingOrigin
  ) throws(SettingsError) {
    let place = origin.description
    do {
      guard try setting.apply(&settings, cluster, located(node, setting, origin)) != nil else {
        let found = node.text.map { ", not '\($0.escaped)'" } ?? ""
        throw SettingsError(place: place, problem: "'\(name)' must be \(setting.words)\(found)")
      }
    } catch let error as SettingsError {
      throw error
    } catch let error as ValueProblem {
      throw SettingsError(place: origin.place(line: error.line), problem: "'\(name)': \(error.problem)")
    } catch {
      throw SettingsError(place: place, problem: "'\(name)': \(String(describing: error).escaped)")
    }
    settings.origins[name] = origin
  }

  /// A file that `keysync.yaml` names lies beside it, unless the name begins with a slash.
  private func located(_ node: Yams.Node, _ setting: Setting, _ origin: SettingOrigin) -> Yams.Node {
    guard setting.isFile, case .file = origin, let name = node.text, !name.hasPrefix("/"),
      let slash = file.lastIndex(of: "/")
    else { return node }
    return Yams.Node(file[...slash] + name, Tag(.str))
  }

  // MARK: Errors

  private func unknown(_ name: String, at key: Yams.Node, in section: Section) -> SettingsError {
    let advice: String
    let elsewhere = Setting.known.first { $0.name.hasSuffix(".\(name)") }
    if let elsewhere, NearestName.nearest(to: name, among: section.known) == nil {
      advice = "did you mean '\(elsewhere.name.replacing("*", with: "NAME"))'?"
    } else {
      advice = NearestName.advice(for: name, among: section.known)
    }
    return error(at: key, "unknown setting '\(name.escaped)'; \(advice)")
  }

  private func error(at node: Yams.Node, _ problem: String) -> SettingsError {
    SettingsError(place: "\(file):\(node.mark?.line ?? 1)", problem: problem)
  }

  private func problem(in error: any Error) -> SettingsError {
    let (place, problem) = YamlError.located(error, in: file)
    return SettingsError(place: place, problem: problem)
  }
}
