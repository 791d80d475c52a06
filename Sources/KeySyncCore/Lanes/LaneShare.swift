/// Which lanes one worker of a node should claim and give up, so that all its workers hold about as many (PROTOCOL section 9).
///
/// Every worker holds L / n lanes, and L % n of them one more: those that hold most already, then by their order. So no lane
/// changes hands that need not, and a newcomer never pushes out the holder of the only lane.
package struct LaneShare: Sendable, Equatable {
  /// Free lanes to be claimed now, ascending.
  package let claimed: [Int]
  /// Lanes held that should be given up, ascending. The lowest are kept: lane 0 carries the duties of the node.
  package let surplus: [Int]

  /// - Parameters:
  ///   - lanes: how many there are.
  ///   - holders: who holds a lane; those that nobody holds are left out.
  ///   - workers: the live workers; one that holds lanes and is not among them keeps them.
  ///   - worker: whose share it is.
  package init<Worker: Hashable & Comparable>(
    of lanes: Int,
    held holders: [Int: Worker],
    among workers: [Worker],
    for worker: Worker
  ) {
    var held: [Worker: Int] = [:]
    for lane in 0..<lanes {
      if let holder = holders[lane] { held[holder, default: 0] += 1 }
    }
    let order = workers.sorted { a, b in
      let (more, less) = (held[a, default: 0], held[b, default: 0])
      return more == less ? a < b : more > less
    }
    guard let place = order.firstIndex(of: worker) else {
      (claimed, surplus) = ([], [])
      return
    }
    let target = lanes / order.count + (place < lanes % order.count ? 1 : 0)
    let own = (0..<lanes).filter { holders[$0] == worker }
    let free = (0..<lanes).filter { holders[$0] == nil }
    claimed = Array(free.prefix(max(0, target - own.count)))
    surplus = Array(own.suffix(max(0, own.count - target)))
  }

  /// Nothing to claim, and everything to give up.
  package init(givingUpAll held: [Int]) { (claimed, surplus) = ([], held.sorted()) }
}
