import ArgumentParser
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
        keysync peer retire west --dry-run
        keysync peer retire west --since 2026-11-23T20:00:00Z --yes
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: PeerArgument
  @OptionGroup var since: SinceArgument
  @OptionGroup var change: ChangeArguments

  func run() throws {
    let since = try since.moment
    let synchronizer = try cluster.open()
    let peer = try synchronizer.peer(argument.peer)
    guard !peer.isSelf else { throw KeySyncError.peerIsSelf }
    try TrustChange(title: "retiring \(peer.name)") {
      try synchronizer.retire(peer.node, since: since, rehearsing: $0)
    }.run(change)
  }
}
