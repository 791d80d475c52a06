/// The sorted set of items that one side of a reconciliation has.
package protocol NegentropyStorage: Sendable {
  var count: Int { get }

  /// The item of a rank, 0 ..< count.
  subscript(rank: Int) -> NegentropyItem { get }

  /// The rank of the first item that is not before the given one; `count` where all are.
  func lowerBound(of item: NegentropyItem) -> Int

  /// The sum over the items of these ranks.
  func sum(of ranks: Range<Int>) -> FingerprintSum
}
