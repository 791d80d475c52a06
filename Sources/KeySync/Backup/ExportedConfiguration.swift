import Foundation
import Yams

/// How a node takes part in a cluster, as a text that people can read and other nodes can take over: whom it trusts and for what,
/// its settings, and its figures. No secret is in it.
public struct ExportedConfiguration: Sendable, Equatable {
  /// The node it is of.
  public let node: NodeID
  /// When it was written.
  public let time: WallTime
  /// What the node ran.
  public let software: String
  /// Whom it trusts, and so the cluster.
  public let trust: TrustList
  /// How the cluster is set there, in the order of the settings.
  public let settings: [ExportedSetting]
  /// The figures at the time, as JSON: for people, and not read again.
  let statistics: String?

  /// The configuration as text.
  public var yaml: String {
    get throws {
      var fields: [(Yams.Node, Yams.Node)] = [
        ("schema", Yams.Node(Self.schema)), ("time", Yams.Node(time.description)),
        ("node", Yams.Node(node.description)), ("software", Yams.Node(software)), ("trust", trust.yamlNode),
        ("settings", Yams.Node(try settings.map { (Yams.Node($0.name), try Self.composed($0.text)) })),
      ]
      // JSON is YAML.
      if let statistics { fields.append(("statistics", try Self.composed(statistics))) }
      return Self.comment + (try Yams.serialize(node: Yams.Node(fields)))
    }
  }

  static let schema = "keysync.export/1"

  private static let comment = """
    # How a node takes part in a cluster. No secret is in it. Read it before you take it over with: keysync import FILE

    """

  private static func composed(_ text: String) throws -> Yams.Node {
    try Yams.compose(yaml: text) ?? Yams.Node("", .implicit, .doubleQuoted)
  }
}

extension KeySynchronizer {
  /// How this node takes part in the cluster, for people to read and other nodes to take over.
  ///
  /// - Parameter ownName: what nodes that do not know this one are to call it.
  /// - Throws: what `trustList` throws.
  public func exportedConfiguration(ownName: String? = nil) throws -> ExportedConfiguration {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return ExportedConfiguration(
      node: node.nodeID,
      time: now(),
      software: KeySyncVersion.software,
      trust: try trustList(ownName: ownName),
      settings: ExportedSetting.all(of: options, in: cluster),
      statistics: String(decoding: try encoder.encode(try statistics()), as: UTF8.self)
    )
  }

  /// The settings that a configuration has and this node has otherwise. They stand in its `keysync.yaml`, which nothing but its
  /// owner changes.
  public func differences(from configuration: ExportedConfiguration) -> [SettingDifference] {
    let here = ExportedSetting.all(of: options, in: cluster)
    return configuration.settings.compactMap { setting in
      guard let own = here.first(where: { $0.name == setting.name }), own.text != setting.text else { return nil }
      return SettingDifference(name: setting.name, there: setting.text, here: own.text)
    }
  }
}
