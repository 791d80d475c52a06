extension Array {
  /// The index of the first element of which the predicate does not hold, in an array that begins with those of which it
  /// does.
  func partitionPoint(where predicate: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
