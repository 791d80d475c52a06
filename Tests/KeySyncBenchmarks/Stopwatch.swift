/// How long something takes.
enum Stopwatch {
  /// The median time of several runs.
  static func median(of runs: Int, _ body: () throws -> Void) rethrows -> Duration {
    var times: [Duration] = []
    for _ in 0..<runs { times.append(try ContinuousClock().measure(body)) }
    return times.sorted()[runs / 2]
  }
}

extension Duration {
  /// In seconds.
  var seconds: Double { self / .seconds(1) }
}
