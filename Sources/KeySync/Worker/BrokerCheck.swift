import KeySyncBroker
import Synchronization

/// The broker does not let this node in, or is not there.
public struct BrokerUnavailable: Error, Equatable, CustomStringConvertible {
  /// One sentence with the advice, as a worker's log has it.
  public let description: String
}

extension Settings {
  /// Connects once as a worker's publisher would, under a client id that no worker has, and disconnects.
  ///
  /// - Throws: `BrokerUnavailable` when the broker is away, refuses us or cannot be trusted; `SettingsError` when the password
  ///   file cannot be used.
  public func checkBroker(as node: NodeID) async throws {
    var options = try readerOptions(of: node)
    options.clientID = "ks-\(node)-check"
    options.startsClean = true
    options.sessionExpirySeconds = 0
    let (answers, answer) = AsyncStream.makeStream(of: ConnectionEnd?.self, bufferingPolicy: .bufferingOldest(1))
    let publisher = BrokerPublisher(options) { event in
      switch event {
      case .connected: answer.yield(nil)
      case .ended(let end): answer.yield(end)
      default: break
      }
    }
    publisher.start()
    let end = await answers.first { _ in true } ?? nil
    publisher.stop()
    await publisher.waitUntilStopped()
    if let end { throw BrokerUnavailable(description: BrokerTrouble(options).sentence(for: end)) }
  }
}
