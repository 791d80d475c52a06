import KeySyncBroker

/// The broker does not let this node in, or is not there.
public struct BrokerUnavailable: Error, Equatable, CustomStringConvertible {
  /// One sentence with the advice, as a worker's log has it.
  public let description: String

  /// With a sentence.
  public init(description: String) { self.description = description }
}

extension Settings {
  /// Connects once as a worker's publisher would, under a client id that no worker has, and disconnects.
  ///
  /// - Throws: `BrokerUnavailable` when the broker is away, refuses us or cannot be trusted; `SettingsError` when the password
  ///   file cannot be used.
  public func checkBroker(as node: NodeID) async throws {
    try await SingleConnection.lend(try commandOptions(of: node, purpose: "check")) { _ in }
  }

  /// The connection of a command that runs beside the worker: nothing of it stays at the broker.
  func commandOptions(of node: NodeID, purpose: String) throws(SettingsError) -> ConnectionOptions {
    var options = try readerOptions(of: node, lane: 0)
    options.clientID = "ks-\(node)-\(purpose)"
    options.startsClean = true
    options.sessionExpirySeconds = 0
    return options
  }
}
