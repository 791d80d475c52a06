import GRDB

/// The lanes that something was read through, with the tokens of their leases then. A commit under a fence is refused when one
/// of the leases has gone to somebody else since.
package struct LaneFence: Sendable, Equatable {
  /// How many lanes the node has.
  package let lanes: Int
  package let tokens: [Int: Int64]

  package init(lanes: Int, tokens: [Int: Int64]) {
    self.lanes = lanes
    self.tokens = tokens
  }
}

/// Leases that went to somebody else: nothing was written.
package struct LeaseLost: Error, Equatable {
  package let lanes: Set<Int>
}

extension ClusterTransaction {
  /// - Throws: `LeaseLost`.
  func demand(_ fence: LaneFence) throws {
    let lost = try fence.tokens.filter { lane, token in
      try value("SELECT token FROM lease WHERE lanes = ? AND lane = ?", [fence.lanes, lane]) != token
    }
    guard lost.isEmpty else { throw LeaseLost(lanes: Set(lost.keys)) }
  }
}

extension Store {
  /// Changes one cluster, if the leases still are as the fence says; without a fence, in any case.
  ///
  /// - Throws: `LeaseLost`; nothing is written then.
  package func write<Value>(
    _ cluster: ClusterHandle,
    under fence: LaneFence?,
    _ body: (ClusterTransaction) throws -> Value
  ) throws -> Value {
    try write(cluster) { transaction in
      if let fence { try transaction.demand(fence) }
      return try body(transaction)
    }
  }
}
