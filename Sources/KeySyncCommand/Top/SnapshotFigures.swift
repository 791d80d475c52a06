/// What the table shows of a snapshot. Any of it may be missing, and any number may be absurd.
struct SnapshotFigures: Equatable {
  /// When it was taken, in milliseconds, by the clock of its node.
  var time: Double
  var intervalSeconds: Double?
  var isConnected: Bool?
  var keys: Double?
  var successRate: Double?
  var pending: Double?
  var applied: Double?
  var published: Double?
  var conflicts: Double?
  var refused: Double?
  var activePeers: Double?
  /// The 99th percentile of the latency from sender to commit, in milliseconds.
  var latency: Double?

  /// Nil where it is no snapshot of this form: no object with this schema and a time.
  init?(_ json: LooseJSON) {
    guard json["schema"] == .text("keysync.stats/1"), let time = json["time"]?.number else { return nil }
    self.time = time
    intervalSeconds = json["interval_seconds"]?.number
    isConnected = json["broker_connected"]?.flag
    keys = json["keys"]?.sum
    successRate = json["success_rate"]?.number
    pending = json["pending_messages"]?.number
    applied = json["applied"]?.number
    published = json["published"]?.number
    conflicts = json["keys"]?["Conflict"]?.number
    refused = json["refused"]?.sum
    activePeers = json["active_peers"]?.number
    latency = json["sync_latency_ms"]?["p99"]?.number
  }

  /// By how much a count grew in a second since an earlier snapshot; nil where no time passed or it was counted anew.
  func rate(of count: KeyPath<Self, Double?>, since earlier: Self) -> Double? {
    let seconds = (time - earlier.time) / 1000
    guard seconds > 0, let now = self[keyPath: count], let before = earlier[keyPath: count], now >= before else {
      return nil
    }
    let rate = (now - before) / seconds
    return rate.isFinite ? rate : nil
  }
}
