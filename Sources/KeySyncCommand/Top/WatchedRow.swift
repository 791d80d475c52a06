import KeySync

/// One worker as the table shows it, with what it said before.
struct WatchedRow {
  /// What its node is called here.
  let node: String
  let worker: String
  /// Nil before its status has come, or where that says neither.
  var isOnline: Bool?
  private(set) var figures: SnapshotFigures?
  /// The last snapshot as it came.
  private(set) var snapshot: LooseJSON?
  private(set) var appliedRate: Double?
  private(set) var publishedRate: Double?
  /// The newest last.
  private(set) var appliedHistory: [Double] = []
  private(set) var pendingHistory: [Double] = []
  /// When its last snapshot came, by our clock.
  private(set) var heardAt: WallTime?

  /// The widest plot has so many columns.
  static let historyLimit = 60
  /// After so many intervals without a snapshot a worker that says online is not believed.
  private static let missedIntervals = 3.0
  /// The interval of a snapshot that does not say its own, in seconds: the default of the settings.
  private static let usualInterval = 10.0

  init(node: String, worker: String) { (self.node, self.worker) = (node, worker) }

  /// Takes a snapshot; one that has been taken, as after a new connection, adds nothing to the history.
  mutating func take(_ figures: SnapshotFigures, _ snapshot: LooseJSON, at now: WallTime) {
    defer { (self.figures, self.snapshot, heardAt) = (figures, snapshot, now) }
    guard figures.time != self.figures?.time else { return }
    if let earlier = self.figures {
      appliedRate = figures.rate(of: \.applied, since: earlier)
      publishedRate = figures.rate(of: \.published, since: earlier)
      Self.append(appliedRate ?? 0, to: &appliedHistory)
    }
    Self.append(figures.pending ?? 0, to: &pendingHistory)
  }

  private static func append(_ value: Double, to history: inout [Double]) {
    history.append(value)
    history.removeFirst(max(0, history.count - historyLimit))
  }

  /// The age of the last snapshot, by the clock of its node, in milliseconds; 0 where that is ahead.
  func age(at now: WallTime) -> Int64? {
    figures.map { Int64(min(max(0, Double(now.milliseconds) - $0.time), 1e15)) }
  }

  /// One word for how it is.
  func state(at now: WallTime) -> State {
    guard isOnline != false else { return .offline }
    guard let figures, let heardAt else { return isOnline == true ? .online : .unknown }
    let patience = Self.missedIntervals * 1000 * min(max(1, figures.intervalSeconds ?? Self.usualInterval), 3600)
    if Double(now.milliseconds - heardAt.milliseconds) > patience { return .silent }
    if figures.isConnected == false { return .cutOff }
    return isOnline == true ? .online : .unknown
  }

  enum State: String {
    case online, offline
    /// It does not say that it is offline, and no snapshot comes any more.
    case silent
    /// One of its connections to the broker does not stand.
    case cutOff = "cut off"
    /// It says neither.
    case unknown = "?"

    var needsAttention: Bool { self == .silent || self == .cutOff }
  }
}
