import ArgumentParser
import KeySync

/// `keysync peer revoke`
struct PeerRevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Take back all trust in a peer: all that it ever did counts for nothing.",
    discussion: """
      This is for a node that is in wrong hands. Keys it has changed go back to what they were before, as far as their \
      data is still here (see undo_window); it is said first which they are. A revoked node cannot be added again: give \
      it a new identity.

      Examples:
        keysync peer revoke west
        keysync peer revoke west --dry-run
        keysync peer revoke 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs --yes
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: PeerArgument
  @OptionGroup var change: ChangeArguments

  func run() throws {
    let synchronizer = try cluster.open()
    let peer = try synchronizer.peer(argument.peer)
    guard !peer.isSelf else { throw KeySyncError.peerIsSelf }
    try TrustChange(title: "revoking \(peer.name)") {
      try synchronizer.revoke(peer.node, rehearsing: $0)
    }.run(change)
  }
}
