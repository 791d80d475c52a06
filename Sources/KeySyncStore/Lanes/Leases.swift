import GRDB
import KeySyncCore

/// A worker as leases know it.
package struct LaneWorker: Sendable, Equatable {
  package let name: WorkerName
  /// How many lanes its settings ask for.
  package let lanes: LaneCount
  /// How long it is taken to live after it was last heard, in milliseconds.
  package let lifetime: Int64
  /// Given by the store when it is first heard, and anew when it was given up.
  package internal(set) var arrival: Int64?

  package init(name: WorkerName, lanes: LaneCount, lifetime: Int64) {
    self.name = name
    self.lanes = lanes
    self.lifetime = lifetime
  }
}

extension Store {
  /// How a worker stands; nothing is written.
  ///
  /// - Returns: nil where it is not known, or was given up.
  package func standing(of worker: LaneWorker, at time: LeaseTime) throws -> LaneStanding? {
    try read { try LaneTable($0, at: time).standing(of: worker) }
  }

  /// Says that a worker lives, gives up lanes that it has closed, and claims its share of those that nobody holds.
  package func keep(_ worker: inout LaneWorker, givingUp closed: Set<Int>, at time: LeaseTime) throws -> LaneStanding {
    var known = worker
    let standing = try write { db in
      // One that is late itself, as its last batch took long, goes on where nobody has taken its place.
      try db.execute(
        sql: "DELETE FROM live_worker WHERE boot <> ? OR (expires_at <= ? AND arrival IS NOT ?)",
        arguments: [time.boot, time.milliseconds, known.arrival]
      )
      known.arrival = try Self.renew(known, at: time, db)
      try Self.release(closed, of: known, db)
      try Self.claim(for: known, at: time, db)
      guard let standing = try LaneTable(db, at: time).standing(of: known) else {
        throw StoreError.damaged("live_worker")
      }
      return standing
    }
    worker = known
    return standing
  }

  /// A worker has stopped: its lanes are free.
  package func leave(_ worker: LaneWorker) throws {
    try write { try $0.execute(sql: "DELETE FROM live_worker WHERE arrival = ?", arguments: [worker.arrival]) }
  }

  /// Gives up a worker of that name, which is known to have ended without saying so.
  package func buryWorker(_ name: WorkerName) throws {
    try write { try $0.execute(sql: "DELETE FROM live_worker WHERE name = ?", arguments: [name.text]) }
  }

  private static func renew(_ worker: LaneWorker, at time: LeaseTime, _ db: Database) throws -> Int64 {
    let expiry = time.milliseconds + worker.lifetime
    if let arrival = worker.arrival {
      try db.execute(
        sql: "UPDATE live_worker SET expires_at = ? WHERE arrival = ?",
        arguments: [expiry, arrival]
      )
      if db.changesCount == 1 { return arrival }
    }
    try db.execute(
      sql: "INSERT INTO live_worker (name, lanes, boot, expires_at) VALUES (?, ?, ?, ?)",
      arguments: [worker.name.text, worker.lanes.rawValue, time.boot, expiry]
    )
    return db.lastInsertedRowID
  }

  private static func release(_ lanes: Set<Int>, of worker: LaneWorker, _ db: Database) throws {
    for lane in lanes.sorted() {
      try db.execute(
        sql: "UPDATE lease SET holder = NULL WHERE lanes = ? AND lane = ? AND holder = ?",
        arguments: [worker.lanes.rawValue, lane, worker.arrival]
      )
    }
  }

  private static func claim(for worker: LaneWorker, at time: LeaseTime, _ db: Database) throws {
    guard let standing = try LaneTable(db, at: time).standing(of: worker),
      standing.lanesInForce == worker.lanes.rawValue
    else { return }
    for lane in 0..<standing.lanesInForce {
      try db.execute(
        sql: "INSERT INTO lease (lanes, lane, token) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
        arguments: [standing.lanesInForce, lane]
      )
    }
    for lane in standing.share.claimed {
      try db.execute(sql: "UPDATE lease_token SET newest = newest + 1")
      try db.execute(
        sql: """
          UPDATE lease SET holder = ?, token = (SELECT newest FROM lease_token)
          WHERE lanes = ? AND lane = ? AND holder IS NULL
          """,
        arguments: [worker.arrival, standing.lanesInForce, lane]
      )
    }
  }
}
