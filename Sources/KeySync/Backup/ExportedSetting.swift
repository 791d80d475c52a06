import Yams

/// A setting of a cluster as an exported configuration holds it: by the name it has in `keysync.yaml`.
public struct ExportedSetting: Sendable, Equatable {
  /// For example `clusters.prod.policy`.
  public let name: String
  /// The value as it could stand in the file, in one line.
  public let text: String

  /// Those that say how a cluster is set; where the broker is and what is logged belong to the one node.
  private static let known = Setting.known.filter { $0.name.hasPrefix("clusters.") || $0.name == "queue_limit" }

  /// All of a cluster.
  static func all(of options: ClusterOptions, in cluster: ClusterName) -> [Self] {
    all(of: options.settings(for: cluster), in: cluster)
  }

  private static func all(of settings: Settings, in cluster: ClusterName) -> [Self] {
    known.compactMap { setting in
      setting.text(settings, cluster).map { Self(name: setting.name(in: cluster), text: $0) }
    }
  }

  /// Reads a value, and gives it in the form in which such values are written.
  ///
  /// - Throws: what is wrong with it.
  init(_ name: String, _ value: Yams.Node, in cluster: ClusterName) throws(ValueProblem) {
    guard let setting = Self.known.first(where: { $0.name(in: cluster) == name }) else {
      let names = Self.known.map { $0.name(in: cluster) }
      throw ValueProblem("unknown setting '\(name.escaped)'; \(NearestName.advice(for: name, among: names))")
    }
    var settings = ClusterOptions().settings(for: cluster)
    do {
      guard try setting.apply(&settings, cluster, value) != nil, let text = setting.text(settings, cluster) else {
        throw ValueProblem("'\(name)' must be \(setting.words)", at: value)
      }
      self.init(name: name, text: text)
    } catch let problem as ValueProblem {
      throw problem
    } catch { throw ValueProblem("'\(name)' must be \(setting.words)", at: value) }
  }

  private init(name: String, text: String) { (self.name, self.text) = (name, text) }
}

/// A setting that another node has otherwise.
public struct SettingDifference: Sendable, Equatable {
  /// For example `clusters.prod.policy`.
  public let name: String
  /// What it is in the configuration that was read.
  public let there: String
  /// What it is on this node.
  public let here: String
}

extension Setting {
  fileprivate func name(in cluster: ClusterName) -> String { name.replacing("*", with: cluster.text) }
}

extension ClusterOptions {
  /// The settings that these options come from, and nothing but defaults besides.
  fileprivate func settings(for cluster: ClusterName) -> Settings {
    var settings = ClusterSettings()
    settings.encryption = encryption
    settings.topicRoot = topicRoot
    settings.undoWindow = .milliseconds(undoWindow)
    settings.selection = selection
    settings.policy = policy
    var node = Settings(broker: BrokerSettings(), clusters: [cluster: settings])
    node.queueLimit = queueLimit
    return node
  }
}
