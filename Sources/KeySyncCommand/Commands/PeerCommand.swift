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
        keysync peer retire west
      """,
    subcommands: [PeerAddCommand.self, PeerListCommand.self, PeerRetireCommand.self, PeerRevokeCommand.self]
  )
}
