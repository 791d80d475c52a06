import ArgumentParser
import KeySync

/// `keysync peer set`
struct PeerSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Give a peer, or this node, other rules from a moment on.",
    discussion: """
      The rules take the place of all that were to hold from that moment on; what was before it keeps the rules it had. \
      Changes are judged by the date that their maker's clock gave them. First it is said which keys change. This node \
      keeps to its own rules: what they do not permit it refuses to do.

      \(RuleArguments.explanation)

      The moment is part of the trust hash too: give all nodes the same --since, or take the list over with \
      'keysync trust export' and 'keysync trust import'.

      Examples:
        keysync peer set west --allow 'create,update:payments/**' --allow 'read:**'
        keysync peer set west --allow 'read:**' --since 2026-11-23T20:00:00Z --dry-run
        keysync peer set self --allow 'create,update,delete,describe,read:tls/**' --since beginning --yes
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: PeerArgument
  @OptionGroup var allowed: RuleArguments
  @OptionGroup var since: SinceArgument
  @OptionGroup var change: ChangeArguments

  func validate() throws {
    guard !allowed.texts.isEmpty else {
      throw ValidationError("say with --allow what it may do; to let it do nothing: keysync peer retire")
    }
  }

  func run() throws {
    let (rules, since) = (try allowed.rules, try since.moment)
    let synchronizer = try cluster.open()
    let peer = try synchronizer.peer(argument.peer)
    let title = "giving \(peer.name) other rules since \(since)"
    try TrustChange(title: title) {
      try synchronizer.setRules(rules, of: peer.node, since: since, rehearsing: $0)
    }.run(change)
  }
}
