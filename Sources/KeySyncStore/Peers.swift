import Foundation
import GRDB
import KeySyncCore

/// A trusted peer as the store knows it.
package struct PeerRow: Sendable, Equatable {
  package var node: NodeID
  package var name: String
  package var addedAt: WallTime
  package var rules: DatedRules

  package init(node: NodeID, name: String, addedAt: WallTime, rules: DatedRules) {
    self.node = node
    self.name = name
    self.addedAt = addedAt
    self.rules = rules
  }
}

extension ClusterTransaction {
  /// The trusted peers, this node included, sorted by name; not the revoked ones.
  package func peers() throws -> [PeerRow] {
    try rows("SELECT * FROM peer WHERE cluster = ? AND revoked_at IS NULL ORDER BY name", [cluster]).map { row in
      PeerRow(
        node: try row.required("public_key"),
        name: try row.required("name"),
        addedAt: try row.required("added_at"),
        rules: try Self.rules(in: row)
      )
    }
  }

  private static func rules(in row: Row) throws -> DatedRules {
    guard let rules = DatedRules(encoded: try row.bytes("rules")) else { throw StoreError.damaged("rules of a peer") }
    return rules
  }

  package func trust() throws -> Trust {
    var trusted: [NodeID: DatedRules] = [:]
    try forEachDirectly(
      "SELECT public_key, rules FROM peer WHERE cluster = ? AND revoked_at IS NULL",
      cluster
    ) { peer in
      guard let key = peer.bytes32(0), let rules = peer.bytes(1).flatMap(DatedRules.init(encoded:)) else {
        throw StoreError.damaged("a peer")
      }
      trusted[NodeID(publicKey: key)] = rules
    }
    return Trust(trusted)
  }

  /// Adds a peer that is not there yet.
  package func add(_ peer: PeerRow) throws {
    try execute(
      "INSERT INTO peer (cluster, public_key, name, added_at, rules) VALUES (?, ?, ?, ?, ?)",
      [cluster, peer.node, peer.name, peer.addedAt, Data(peer.rules.encoded)]
    )
  }

  /// Gives a peer other rules.
  package func setRules(_ rules: DatedRules, of peer: NodeID) throws {
    try execute(
      "UPDATE peer SET rules = ? WHERE cluster = ? AND public_key = ?",
      [Data(rules.encoded), cluster, peer]
    )
  }

  /// Takes a peer off the list for good.
  package func revoke(_ peer: NodeID, at now: WallTime) throws {
    try execute("UPDATE peer SET revoked_at = ? WHERE cluster = ? AND public_key = ?", [now, cluster, peer])
  }

  /// Peers that were revoked: their names stay taken.
  package func revokedPeers() throws -> [(node: NodeID, name: String)] {
    try rows("SELECT public_key, name FROM peer WHERE cluster = ? AND revoked_at IS NOT NULL", [cluster]).map {
      (try $0.required("public_key"), try $0.required("name"))
    }
  }
}
