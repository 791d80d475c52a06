import GRDB

/// A session on the broker through which this node reads or has read (PROTOCOL section 9).
package struct LaneSession: Sendable, Hashable {
  /// How many lanes there were.
  package let lanes: Int
  package let lane: Int
}

extension Store {
  /// The sessions of other numbers of lanes that nobody holds and that may still be on the broker.
  package func oldSessions(otherThan lanes: Int) throws -> [LaneSession] {
    try read { db in
      try Row.fetchAll(
        db.cachedStatement(
          sql: "SELECT lanes, lane FROM lease WHERE lanes <> ? AND holder IS NULL ORDER BY lanes, lane"
        ),
        arguments: [lanes]
      ).map { LaneSession(lanes: try $0.required("lanes"), lane: try $0.required("lane")) }
    }
  }

  /// A session is no longer on the broker.
  package func forget(_ session: LaneSession) throws {
    try write { db in
      try db.execute(
        sql: "DELETE FROM lease WHERE lanes = ? AND lane = ? AND holder IS NULL",
        arguments: [session.lanes, session.lane]
      )
    }
  }
}
