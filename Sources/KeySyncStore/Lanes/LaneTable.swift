import GRDB
import KeySyncCore

/// The live workers and the leases as they are in one transaction.
struct LaneTable {
  private struct Live {
    let arrival: Int64
    let name: WorkerName
    let lanes: Int
  }

  /// In the order of their arrival.
  private let workers: [Live]
  private let leases: [(lanes: Int, lane: Int, holder: Int64?, token: Int64)]

  init(_ db: Database, at time: LeaseTime) throws {
    workers = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT arrival, name, lanes FROM live_worker WHERE boot = ? AND expires_at > ? ORDER BY arrival"
      ),
      arguments: [time.boot, time.milliseconds]
    ).map { row in
      guard let name = WorkerName(try row.required("name", as: String.self)) else {
        throw StoreError.damaged("name of a worker")
      }
      return Live(arrival: try row.required("arrival"), name: name, lanes: try row.required("lanes"))
    }
    let live = Set(workers.map(\.arrival))
    leases = try Row.fetchAll(db.cachedStatement(sql: "SELECT lanes, lane, holder, token FROM lease")).map { row in
      let holder: Int64? = row["holder"]
      return (
        try row.required("lanes"), try row.required("lane"), holder.flatMap { live.contains($0) ? $0 : nil },
        try row.required("token")
      )
    }
  }

  /// Nil where it does not live.
  func standing(of worker: LaneWorker) -> LaneStanding? {
    guard let first = workers.first, let arrival = worker.arrival,
      workers.contains(where: { $0.arrival == arrival })
    else { return nil }
    let rows = leases.filter { $0.lanes == worker.lanes.rawValue }
    let holders = Dictionary(rows.compactMap { row in row.holder.map { (row.lane, $0) } }) { first, _ in first }
    let held = rows.filter { $0.holder == arrival }.map { ($0.lane, $0.token) }
    let isInForce = first.lanes == worker.lanes.rawValue
    let sharers = workers.filter { $0.lanes == first.lanes }.map(\.arrival)
    return LaneStanding(
      lanesInForce: first.lanes,
      held: Dictionary(held) { first, _ in first },
      share: isInForce
        ? LaneShare(of: first.lanes, held: holders, among: sharers, for: arrival)
        : LaneShare(givingUpAll: held.map(\.0)),
      others: workers.filter { $0.arrival != arrival }.map(\.name).sorted()
    )
  }

  /// The lanes of each live worker that holds one, ascending, by its name.
  var lanesByWorker: [WorkerName: [Int]] {
    var lanes: [WorkerName: [Int]] = [:]
    for worker in workers { lanes[worker.name] = leases.filter { $0.holder == worker.arrival }.map(\.lane).sorted() }
    return lanes
  }
}

extension Store {
  /// The lanes that each live worker of the node holds, ascending; none where it is a standby.
  package func lanesByWorker(at time: LeaseTime) throws -> [WorkerName: [Int]] {
    try read { try LaneTable($0, at: time).lanesByWorker }
  }
}
