/// The sums of all beginnings of a list of sums, each found and changed in logarithmic time (a Fenwick tree).
struct PrefixSums: Sendable {
  /// Entry i, counted from 1, is the sum of the last so many values up to the i-th as the lowest set bit of i says.
  private var tree: [FingerprintSum] = []

  init(_ values: some Sequence<FingerprintSum>) {
    for value in values { append(value) }
  }

  mutating func append(_ value: FingerprintSum) {
    let entry = tree.count + 1
    let start = entry & (entry - 1)
    var sum = value
    var part = entry - 1
    while part > start {
      sum += tree[part - 1]
      part &= part - 1
    }
    tree.append(sum)
  }

  mutating func add(_ difference: FingerprintSum, at index: Int) {
    var entry = index + 1
    while entry <= tree.count {
      tree[entry - 1] += difference
      entry += entry & -entry
    }
  }

  /// The sum of the first so many values.
  func sum(before index: Int) -> FingerprintSum {
    var sum = FingerprintSum.zero
    var entry = index
    while entry > 0 {
      sum += tree[entry - 1]
      entry &= entry - 1
    }
    return sum
  }

  /// The value in which the record of the given rank lies, with the sum before it; the end where there are no more records.
  func locate(_ rank: Int) -> (index: Int, before: FingerprintSum) {
    var index = 0
    var before = FingerprintSum.zero
    var step = 1 << (Int.bitWidth - 1 - max(1, tree.count).leadingZeroBitCount)
    while step > 0 {
      if index + step <= tree.count, before.count + tree[index + step - 1].count <= rank {
        index += step
        before += tree[index - 1]
      }
      step >>= 1
    }
    return (index, before)
  }
}
