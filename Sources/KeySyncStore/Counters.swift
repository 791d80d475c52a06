import GRDB
import KeySyncCore

extension ClusterTransaction {
  package func increment(_ name: String, by amount: Int = 1) throws {
    guard amount != 0 else { return }
    try execute(
      """
      INSERT INTO counter (cluster, name, value) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET value = value + excluded.value
      """,
      [cluster, name, amount]
    )
  }

  /// One counter.
  package func counter(_ name: String) throws -> Int {
    try value("SELECT value FROM counter WHERE cluster = ? AND name = ?", [cluster, name]) ?? 0
  }

  /// All counters by name.
  package func counters() throws -> [String: Int] {
    let pairs = try rows("SELECT name, value FROM counter WHERE cluster = ? ORDER BY name", [cluster]).map { row in
      (try row.required("name", as: String.self), try row.required("value", as: Int.self))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
