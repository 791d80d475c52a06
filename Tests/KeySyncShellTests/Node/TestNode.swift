import Foundation
import KeySync
import KeySyncTestSupport
import Testing

/// A node in a home of its own, which can be closed and opened again.
final class TestNode {
  let name: String
  private(set) var home: Home
  let cluster: ClusterName
  let clock: TestClock
  let options: ClusterOptions
  private let directory: TemporaryDirectory
  private(set) var synchronizer: KeySynchronizer

  init(
    _ name: String,
    cluster: String = "prod",
    clock: TestClock = TestClock(),
    options: ClusterOptions = ClusterOptions()
  ) throws {
    self.name = name
    self.clock = clock
    self.options = options
    self.cluster = try #require(ClusterName(cluster))
    directory = try TemporaryDirectory()
    home = Home(path: directory.file("home"))
    try home.create(settings: "")
    synchronizer = try Self.open(home, self.cluster, options, clock)
  }

  var id: NodeID { synchronizer.node.nodeID }

  /// Ends the process and starts another one on the same home.
  func restart() throws { synchronizer = try open() }

  /// Ends the process and starts another one on another home of the same node.
  func restart(in home: Home) throws {
    self.home = home
    try restart()
  }

  /// A further process on the same home.
  func open() throws -> KeySynchronizer { try Self.open(home, cluster, options, clock) }

  /// The same node in another cluster.
  func entering(_ cluster: String, options: ClusterOptions = ClusterOptions()) throws -> KeySynchronizer {
    try KeySynchronizer(
      node: synchronizer.node,
      cluster: try #require(ClusterName(cluster)),
      options: options,
      now: { [clock] in clock.now }
    )
  }

  /// Trusts another node, and is trusted by it.
  func befriend(_ other: TestNode) throws {
    try synchronizer.addPeer(other.id, name: other.name)
    try other.synchronizer.addPeer(id, name: name)
  }

  /// Trusts another node with some verbs only.
  func trust(_ other: TestNode, with verbs: [Verb]) throws {
    let rule = PermissionRule(verbs: Verbs(verbs), pattern: .everything)
    try synchronizer.addPeer(other.id, name: other.name, rules: [rule])
  }

  private static func open(
    _ home: Home,
    _ cluster: ClusterName,
    _ options: ClusterOptions,
    _ clock: TestClock
  ) throws -> KeySynchronizer {
    try KeySynchronizer(node: try Node(home: home), cluster: cluster, options: options, now: { clock.now })
  }
}

// MARK: As a user says it

extension TestNode {
  @discardableResult
  func put(_ key: String, _ data: String) throws -> KeySummary { try put(key, Array(data.utf8)) }

  @discardableResult
  func put(_ key: String, _ data: [UInt8]) throws -> KeySummary {
    try synchronizer.put(try keyID(key), algorithm: .opaque, data: data)
  }

  func delete(_ key: String) throws { try synchronizer.delete(try keyID(key)) }

  func data(_ key: String) throws -> String {
    String(decoding: try synchronizer.data(of: try keyID(key)), as: UTF8.self)
  }

  func key(_ key: String) throws -> KeySummary {
    let summary = try synchronizer.key(try keyID(key))
    return try #require(summary, "\(name) does not know \(key)")
  }

  func knows(_ key: String) throws -> Bool { try synchronizer.key(try keyID(key)) != nil }

  func statistics() throws -> SyncStatistics { try synchronizer.statistics() }
}

func keyID(_ text: String) throws -> KeyID { try #require(KeyID(text)) }
