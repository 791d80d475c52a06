import KeySyncStore
import Logging
import ServiceLifecycle

/// Claims this worker's share of the node's lanes, keeps the leases, and gives lanes up to workers that come (PROTOCOL
/// section 9).
struct LaneKeeping: Service {
  let store: Store
  let worker: LaneWorker
  let holding: LaneHolding
  let reading: BrokerReading
  let clusters: [ClusterWork]
  let clock: LeaseClock
  let logger: Logger

  func run() async throws {
    let last = await cancelWhenGracefulShutdown {
      var round = Round(worker: worker)
      while !Task.isCancelled {
        do {
          try look(&round)
        } catch {
          for cluster in clusters { cluster.health.note(error) }
          logger.warning("leases of lanes not kept", metadata: ["error": "\(StoreError.sentence(for: error))"])
        }
        try? await Task.sleep(for: LeasePauses.look)
      }
      return round
    }
    follow([:], kept: [], until: nil)
    do {
      try store.leave(last.worker)
    } catch {
      let sentence = StoreError.sentence(for: error)
      logger.warning("lanes not given up, they are free in ten seconds", metadata: ["error": "\(sentence)"])
    }
  }

  /// What it remembers from one look to the next.
  private struct Round {
    var worker: LaneWorker
    var renewal: Int64 = 0
    var end: LeaseTime?
    var report = LaneReport()
  }

  private func look(_ round: inout Round) throws {
    let now = clock.now()
    var standing = try store.standing(of: round.worker, at: now)
    let closed = Set(standing?.share.surplus ?? []).subtracting(reading.lanesInUse)
    if standing?.share.claimed.isEmpty != true || !closed.isEmpty || now.milliseconds >= round.renewal {
      standing = try store.keep(&round.worker, givingUp: closed, at: now)
      for cluster in clusters { cluster.health.noteWritten() }
      round.renewal = now.milliseconds + LeasePauses.renewal
      round.end = LeaseTime(boot: now.boot, milliseconds: now.milliseconds + LeasePauses.lifetime)
    }
    guard let standing else { return }
    let kept = Set(standing.held.keys).subtracting(standing.share.surplus)
    follow(standing.held, kept: kept, until: round.end)
    round.report.log(standing, kept: kept, asked: worker.lanes, to: logger)
  }

  /// Lets the parts of the worker know. The duties of the node begin before its inbox is read, and end before another one can.
  private func follow(_ tokens: [Int: Int64], kept: Set<Int>, until end: LeaseTime?) {
    let (had, has) = (holding.held.contains(0), kept.contains(0))
    if has, !had { for cluster in clusters { cluster.synchronizer.reconciler.begin() } }
    holding.note(tokens, kept: kept, until: end)
    if had, !has { for cluster in clusters { cluster.synchronizer.reconciler.pause() } }
    reading.read(tokens.filter { kept.contains($0.key) })
  }
}
