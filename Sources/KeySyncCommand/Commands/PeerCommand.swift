import ArgumentParser

/// `keysync peer`
struct PeerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peer",
    abstract: "The nodes that this one trusts.",
    discussion: """
      Examples:
        keysync peer add 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs --name west
        keysync peer list
        keysync peer set west --allow 'create,update:payments/**' --allow 'read:**'
        keysync peer retire west
      """,
    subcommands: [
      PeerAddCommand.self, PeerListCommand.self, PeerSetCommand.self, PeerRetireCommand.self, PeerRevokeCommand.self,
    ]
  )
}
