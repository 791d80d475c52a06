import KeySyncBroker
import KeySyncStore
import Logging

/// Gives every delivery of a batch to its cluster, and commits it there under the leases of the lanes it came on.
struct BatchSorting: Sendable {
  let holding: LaneHolding
  let clusters: [ClusterWork]
  let logger: Logger

  /// Called on the reader's thread, which waits for the commit.
  func handle(_ batches: [LaneBatch]) -> [Int: BatchVerdict] {
    var verdicts: [Int: BatchVerdict] = [:]
    for cluster in clusters {
      let own = batches.filter { verdicts[$0.lane] == nil }.compactMap { batch in
        let deliveries = batch.deliveries.filter { cluster.synchronizer.topics.contains($0.topic) }
        return deliveries.isEmpty ? nil : LaneBatch(lane: batch.lane, deliveries: deliveries)
      }
      guard !own.isEmpty else { continue }
      cluster.roads.note(own.flatMap(\.deliveries))
      verdicts.merge(receive(own, cluster)) { $1 }
    }
    return verdicts
  }

  /// What was read under a lease that has gone to another worker is that one's to commit; the other lanes' deliveries are
  /// committed.
  private func receive(_ batches: [LaneBatch], _ cluster: ClusterWork) -> [Int: BatchVerdict] {
    let lanes = Set(batches.map(\.lane))
    var (fence, lost) = holding.fence(of: lanes)
    if lost.isEmpty {
      do {
        let isKept = try receive(batches.flatMap(\.deliveries), under: fence, cluster)
        return isKept ? [:] : Dictionary(uniqueKeysWithValues: lanes.map { ($0, .redeliver) })
      } catch {
        lost = error.lanes
      }
    }
    logger.warning(
      "batch not committed: another worker has taken the lane",
      metadata: ["lanes": "\(lost.sorted().map(String.init).joined(separator: ","))"]
    )
    let verdicts = Dictionary(uniqueKeysWithValues: lost.map { ($0, BatchVerdict.letGo) })
    let rest = batches.filter { !lost.contains($0.lane) }
    return rest.isEmpty ? verdicts : verdicts.merging(receive(rest, cluster)) { $1 }
  }

  /// What fails for a reason that may pass must come again. Else the messages are taken one by one, so that the one that fails
  /// alone does not hold up the others for ever.
  private func receive(_ batch: [Delivery], under fence: LaneFence, _ cluster: ClusterWork) throws(LeaseLost) -> Bool {
    do {
      cluster.send(try cluster.synchronizer.receive(batch, under: fence))
      cluster.health.noteWritten()
      return true
    } catch let error as LeaseLost {
      throw error
    } catch  where StoreError.isTransient(error) {
      cluster.health.note(error)
      logger.warning(
        "batch not committed, the broker will send it again",
        metadata: ["error": "\(StoreError.sentence(for: error))"]
      )
      return false
    } catch  where batch.count > 1 {
      logger.error("batch not committed, trying its messages one by one", metadata: ["error": "\(error)"])
      for delivery in batch {
        guard try receive([delivery], under: fence, cluster) else { return false }
      }
      return true
    } catch {
      logger.error("message set aside: the store failed on it", metadata: ["error": "\(error)"])
      cluster.count(.failed)
      return true
    }
  }
}
