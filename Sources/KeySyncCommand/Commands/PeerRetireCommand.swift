import ArgumentParser
import Foundation
import KeySync

/// `keysync peer retire`
struct PeerRetireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Let a peer change nothing from a moment on.",
    discussion: """
      What it did before holds: this is for a node that is switched off. Its changes are dated by its own clock, which a \
      hostile node can set back: one that may be in wrong hands is to be revoked. First it is said which keys change.

      Examples:
        keysync peer retire west
        keysync peer retire west --since 2026-11-23T20:00:00Z --yes
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: PeerArgument

  @Option(help: ArgumentHelp("From when on (default: now), as 2026-11-23 or 2026-11-23T20:51:00Z.", valueName: "time"))
  var since: String?

  @Flag(help: "Do not ask.")
  var yes = false

  func run() throws {
    let since = try moment
    let synchronizer = try cluster.open()
    let peer = try synchronizer.peer(argument.peer)
    guard !peer.isSelf else { throw KeySyncError.peerIsSelf }
    try TrustChange(synchronizer: synchronizer, title: "retiring \(peer.name)") {
      try synchronizer.retire(peer.node, since: since, rehearsing: $0)
    }.run(unasked: yes)
  }

  private var moment: WallTime {
    get throws {
      guard let since else { return .now }
      let day = Date.ISO8601FormatStyle().year().month().day()
      guard let date = (try? Date(since, strategy: .iso8601)) ?? (try? Date(since, strategy: day)),
        date.timeIntervalSince1970 >= 0
      else { throw CommandError.badArgument("'\(since)' is no time: 2026-11-23 or 2026-11-23T20:51:00Z") }
      return WallTime(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
    }
  }
}
