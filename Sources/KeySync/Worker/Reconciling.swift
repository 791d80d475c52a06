import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle

/// Where this worker has the duties of the node: compares heads with peers and exchanges what is lacked (PROTOCOL section 8).
/// What the broker does not take is said again, as nobody answers it.
struct Reconciling: Service {
  let cluster: ClusterWork
  let publishing: BrokerPublishing
  let holding: LaneHolding
  let logger: Logger

  /// How soon an answer is gone on with, and how soon it is noticed that something is to be done at all.
  private static let pauses = (busy: Duration.milliseconds(20), idle: Duration.milliseconds(100))
  private static let progressPause = Duration.seconds(10)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var (told, nextProgress): ([NodeID: ReconciliationRun], _) = ([:], ContinuousClock.now + Self.progressPause)
      while !Task.isCancelled {
        do {
          if publishing.isConnected, let duty = holding.duty { try await reconcile(&told, under: duty) }
          if .now >= nextProgress {
            tellProgress(told)
            nextProgress = .now + Self.progressPause
          }
        } catch {
          logger.warning("reconciliation put off", metadata: ["error": "\(error)"])
        }
        let isBusy = cluster.synchronizer.reconciler.isBusy
        try? await Task.sleep(for: isBusy ? Self.pauses.busy : Self.pauses.idle)
      }
    }
  }

  private func reconcile(_ told: inout [NodeID: ReconciliationRun], under duty: LaneFence) async throws {
    let messages = try cluster.synchronizer.reconcile(under: duty)
    guard !messages.isEmpty || told.values.contains(where: { !$0.isOver }) else { return }
    let errors = await publishing.publish(messages.map(\.publication))
    if let error = errors.compactMap({ $0 }).first {
      logger.warning("part of a reconciliation not sent, it will be said again", metadata: ["error": "\(error)"])
    }
    let runs = cluster.synchronizer.reconciliationRuns()
    for (peer, run) in runs.sorted(by: { $0.key < $1.key }) where run.isOver && told[peer] != run {
      logger.log(run, with: peer)
    }
    told = runs
  }

  private func tellProgress(_ runs: [NodeID: ReconciliationRun]) {
    for (peer, run) in runs.sorted(by: { $0.key < $1.key }) where !run.isOver {
      logger.info("reconciling", metadata: run.metadata(peer))
    }
  }
}

extension Logger {
  /// How a run ended: aloud where it moved something or went wrong.
  fileprivate func log(_ run: ReconciliationRun, with peer: NodeID) {
    guard let end = run.end else { return }
    let isQuiet = run.foundNothing && end == .settled || end == .yielded
    log(
      level: isQuiet ? .debug : .info,
      "reconciliation ended: \(end.rawValue)",
      metadata: run.metadata(peer)
    )
  }
}

extension ReconciliationRun {
  fileprivate func metadata(_ peer: NodeID) -> Logger.Metadata {
    [
      "peer": "\(peer)", "rounds": "\(rounds)", "fetched": "\(settledHere) of \(lackedHere)",
      "sent": "\(settledThere) of \(lackedThere)", "refused_here": "\(refusedHere.count)",
      "refused_there": "\(refusedThere.count)",
    ]
  }
}
