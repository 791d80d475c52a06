import Glibc

/// How much of a processor's time something takes: what else the machine does meanwhile counts for little.
enum Stopwatch {
  /// The median of several runs on one thread.
  static func median(of runs: Int, _ body: () throws -> Void) rethrows -> Duration {
    try median(of: runs, CLOCK_THREAD_CPUTIME_ID, body)
  }

  /// The median of several runs on as many threads as they take, all together.
  static func medianTotal(of runs: Int, _ body: () throws -> Void) rethrows -> Duration {
    try median(of: runs, CLOCK_PROCESS_CPUTIME_ID, body)
  }

  private static func median(of runs: Int, _ clock: clockid_t, _ body: () throws -> Void) rethrows -> Duration {
    var times: [Duration] = []
    for _ in 0..<runs { times.append(try time(of: clock, body)) }
    return times.sorted()[runs / 2]
  }

  /// One run on as many threads as it takes, all together.
  static func total(_ body: () throws -> Void) rethrows -> Duration { try time(of: CLOCK_PROCESS_CPUTIME_ID, body) }

  private static func time(of clock: clockid_t, _ body: () throws -> Void) rethrows -> Duration {
    let start = now(clock)
    try body()
    return now(clock) - start
  }

  private static func now(_ clock: clockid_t) -> Duration {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

extension Duration {
  /// In seconds.
  var seconds: Double { self / .seconds(1) }
}
