import Logging
import ServiceLifecycle

/// Where this worker has the duties of the node: asks for data that this node keeps and does not have: of keys that its
/// settings did not select before, or that no sender could give it. Of one change at most four peers are asked, one after
/// another, then again after an hour (PROTOCOL section 8).
struct DataFetching: Service {
  let cluster: ClusterWork
  let holding: LaneHolding
  let logger: Logger

  private static let poll = Duration.seconds(2)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          if holding.duty != nil { cluster.send(try cluster.synchronizer.fetchesOfWantedData()) }
        } catch {
          logger.warning("wanted data not asked for", metadata: ["error": "\(error)"])
        }
        try? await Task.sleep(for: Self.poll)
      }
    }
  }
}
