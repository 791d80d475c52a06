import KeySyncCore

/// When a change that was made here counts as confirmed: so many of these peers have said that they have it, or all records up
/// to some row.
package struct Confirmation: Sendable {
  /// The last row of the table `record` up to which it is known of as many of the peers as are needed.
  let agreedRow: Int64
  let count: Int
  let peers: [NodeID]

  /// All active peers have to confirm; where none is active, any one.
  package init(active: Set<NodeID>, of all: Set<NodeID>, agreements: [NodeID: Int64]) {
    peers = (active.isEmpty ? all : active).sorted()
    count = active.isEmpty ? min(1, all.count) : active.count
    let rows = peers.map { agreements[$0] ?? 0 }
    agreedRow = (active.isEmpty ? rows.max() : rows.min()) ?? 0
  }
}
