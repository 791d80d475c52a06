import KeySyncBroker
import Logging
import ServiceLifecycle
import Synchronization

/// The publishing connection of one cluster: says `online` after every connection, and `offline` at the end.
struct BrokerPublishing: Service {
  private let publisher: BrokerPublisher
  private let statusTopic: String
  private let acknowledgements = Acknowledgements()
  /// The words for what goes wrong.
  let trouble: BrokerTrouble

  init(_ options: ConnectionOptions, statusTopic: String, logger: Logger) {
    var (options, logger) = (options, logger)
    logger[metadataKey: "connection"] = "publisher"
    options.will = LastWill(topic: statusTopic, payload: Array("offline".utf8))
    self.statusTopic = statusTopic
    let trouble = BrokerTrouble(options)
    self.trouble = trouble
    publisher = BrokerPublisher(
      options,
      greeting: [Self.status("online", on: statusTopic)],
      observe: { [logger] in logger.log($0, trouble) }
    )
  }

  var isConnected: Bool { publisher.isConnected }
  var connections: Int { publisher.connections }

  func publish(_ publication: Publication) async throws(PublishError) {
    _ = try await publisher.publish(publication)
    if publication.qos == .atLeastOnce { acknowledgements.count.add(1, ordering: .relaxed) }
  }

  /// How many publications the broker has acknowledged since this was last asked.
  func takeAcknowledged() -> Int { acknowledgements.count.exchange(0, ordering: .relaxed) }

  /// They could not be written down, and are to be taken again.
  func putBack(acknowledged count: Int) { acknowledgements.count.add(count, ordering: .relaxed) }

  /// Publishes at once as many as the broker takes, and gives each one's error.
  func publish(_ publications: [Publication]) async -> [PublishError?] {
    await withTaskGroup(of: (Int, PublishError?).self) { group in
      for (index, publication) in publications.enumerated() {
        group.addTask {
          do throws(PublishError) {
            try await publish(publication)
            return (index, nil)
          } catch { return (index, error) }
        }
      }
      var errors = [PublishError?](repeating: nil, count: publications.count)
      for await (index, error) in group { errors[index] = error }
      return errors
    }
  }

  func run() async throws {
    publisher.start()
    try? await gracefulShutdown()
    publisher.stop(publishing: Self.status("offline", on: statusTopic))
    await publisher.waitUntilStopped()
  }

  private static func status(_ text: String, on topic: String) -> Publication {
    Publication(topic: topic, payload: Array(text.utf8), qos: .atLeastOnce, isRetained: true)
  }
}

/// A number that any task adds to.
private final class Acknowledgements: Sendable {
  let count = Atomic(0)
}

extension Logger {
  /// One line for each change of a connection's state; what goes wrong in one sentence with the advice.
  func log(_ event: BrokerEvent, _ trouble: BrokerTrouble) {
    switch event {
    case .connecting, .subscribed, .waiting, .ended(.stopped): debug("\(event)")
    case .connected, .stopped: info("\(event)")
    case .ended(let end): warning("\(trouble.sentence(for: end))")
    case .subscriptionRefused(let filter, let reason):
      warning(
        "\(trouble.sentence(forClosed: [ClosedRoad(direction: .read, topic: filter)]))",
        metadata: ["reason": "\(reason)"]
      )
    case .publicationFailed(let topic, .refused(let reason)):
      warning(
        "\(trouble.sentence(forClosed: [ClosedRoad(direction: .write, topic: topic)]))",
        metadata: ["reason": "\(reason)"]
      )
    case .publicationFailed: warning("\(event)")
    }
  }
}
