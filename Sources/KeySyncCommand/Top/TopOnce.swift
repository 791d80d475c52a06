import Foundation
import KeySync

/// What the broker keeps of the workers, printed once.
struct TopOnce {
  let cluster: ClusterName
  let watch: ClusterWatch
  var board: Board
  let isJSON: Bool

  /// The end of what a broker keeps is not marked: when nothing came for so long, it has come. Brokers send it in one go.
  private static let quiet = Duration.seconds(1)
  /// How long it takes at the longest, from the beginning; a busy machine needs seconds to connect.
  private static let patience = Duration.seconds(30)
  private static let turn = Duration.milliseconds(20)
  /// Columns where the output is no terminal: all of them fit.
  private static let widePage = 200

  /// - Throws: `BrokerUnavailable` where the broker is away, refuses us or closes the topics.
  mutating func run() async throws {
    let start = ContinuousClock.now
    var quietSince = start
    while .now - start < Self.patience, !(board.isSubscribed && .now - quietSince >= Self.quiet) {
      for event in watch.takeEvents() {
        if case .trouble(let sentence) = event { throw BrokerUnavailable(description: sentence) }
        _ = board.take(event, at: .now)
        quietSince = .now
      }
      try await Task.sleep(for: Self.turn)
    }
    guard board.isSubscribed else {
      let seconds = Self.patience.components.seconds
      throw BrokerUnavailable(description: "the broker has not let us in within \(seconds) seconds")
    }
    try show()
  }

  private func show() throws {
    let rows = board.sorted
    if isJSON { return try Terminal.printJSON(encoding: LooseJSON.array(rows.map { $0.row.json(of: $0.worker) })) }
    guard !rows.isEmpty else {
      return Terminal.say(
        "the broker keeps nothing of a worker of \(cluster): start one (keysync worker), or look whether its access list lets "
          + "this node read stats and status"
      )
    }
    let table = TopTable(rows.map(\.row), at: .now, hasPlots: false)
    let width = isatty(STDOUT_FILENO) == 1 ? FullScreen.size.columns : Self.widePage
    let lines = table.lines(width: width).map { $0.styled(coloured: Terminal.hasColours) }
    try Terminal.print(lines.joined(separator: "\n"))
  }
}
