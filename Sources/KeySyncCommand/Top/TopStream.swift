import Foundation
import KeySync

/// A line for each snapshot and each change of a status as they come, for logs and programs.
struct TopStream {
  let watch: ClusterWatch
  var board: Board
  /// Whether the lines are JSON.
  let isJSON: Bool

  /// How soon a line follows what it tells.
  private static let turn = Duration.milliseconds(50)

  /// Prints until it is ended by a signal.
  mutating func run() async throws {
    var hasToldIgnored = false
    while true {
      for event in watch.takeEvents() {
        let change = board.take(event, at: .now)
        if case .trouble(let sentence) = event { Terminal.say("keysync: \(sentence.escaped)") }
        if change == .ignored, !hasToldIgnored {
          Terminal.say("keysync: something came that is no snapshot; more of it is passed over in silence")
          hasToldIgnored = true
        }
        if let line = try line(for: change) { try Terminal.print(line) }
      }
      try await Task.sleep(for: Self.turn)
    }
  }

  private func line(for change: Board.Change) throws -> String? {
    switch change {
    case .connection, .nothing, .ignored: return nil
    case .gone(let worker):
      if isJSON { return try json(WatchedWorker.gone(worker)) }
      return "\(WallTime.now.text) \(board.name(worker.node).escaped) \(worker.worker) gone"
    case .snapshot(let worker), .status(let worker):
      guard let row = board.rows[worker] else { return nil }
      return isJSON ? try json(row.json(of: worker)) : row.line(at: .now)
    }
  }
}
