/// What is remembered of the newest so many keys; the oldest are forgotten first.
struct BoundedMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private var values: [Key: Value] = [:]
  /// In the order in which they were put in; those before `first` are forgotten.
  private var order: [Key] = []
  private var first = 0
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  subscript(key: Key) -> Value? { values[key] }

  mutating func remember(_ value: Value, for key: Key) {
    if values.updateValue(value, forKey: key) == nil { order.append(key) }
    while values.count > capacity {
      values[order[first]] = nil
      first += 1
    }
    if first > capacity {
      order.removeFirst(first)
      first = 0
    }
  }

  mutating func forgetAll() { self = BoundedMemory(capacity: capacity) }
}
