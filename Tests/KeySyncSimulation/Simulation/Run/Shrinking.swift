extension Plan {
  /// The plan without the events and faults that a failure does not need.
  ///
  /// - Parameter attempts: how many runs it may take.
  package func shrunk(attempts: Int = 400, fails: (Plan) -> Bool) -> Plan {
    var (best, left) = (self, attempts)
    func isStillFailing(_ plan: Plan) -> Bool {
      guard left > 0 else { return false }
      left -= 1
      return fails(plan)
    }
    var chunk = max(1, best.events.count / 2)
    while true {
      var start = 0
      while start < best.events.count {
        var smaller = best
        smaller.events.removeSubrange(start..<min(start + chunk, best.events.count))
        if isStillFailing(smaller) { best = smaller } else { start += chunk }
      }
      guard chunk > 1 else { break }
      chunk /= 2
    }
    for fault in [\Faults.drop, \.duplicate, \.delay, \.corruption, \.unsent] where best.faults[keyPath: fault] > 0 {
      var calmer = best
      calmer.faults[keyPath: fault] = 0
      if isStillFailing(calmer) { best = calmer }
    }
    return best
  }
}
