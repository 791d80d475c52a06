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
    var options = try readerOptions(of: node, lane: 0)
    options.clientID = "ks-\(node)-check"
    options.startsClean = true
    options.sessionExpirySeconds = 0
    if let end = await BrokerPublisher.connectOnce(options) {
      throw BrokerUnavailable(description: BrokerTrouble(options).sentence(for: end))
    }
  }
}

extension BrokerPublisher {
  /// Connects once and disconnects; gives why that did not come about.
  static func connectOnce(_ options: ConnectionOptions) async -> ConnectionEnd? {
    let (answers, answer) = AsyncStream.makeStream(of: ConnectionEnd?.self, bufferingPolicy: .bufferingOldest(1))
    let publisher = BrokerPublisher(options) { event in
      switch event {
      case .connected: answer.yield(nil)
      case .ended(let end): answer.yield(end)
      case .stopped: answer.finish()
      default: break
      }
    }
    publisher.start()
    let end = if let answer = await answers.first(where: { _ in true }) { answer } else { ConnectionEnd.stopped }
    publisher.stop()
    await publisher.waitUntilStopped()
    return end
  }
}
