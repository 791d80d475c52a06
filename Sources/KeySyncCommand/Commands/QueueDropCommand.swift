import ArgumentParser
import KeySync

/// `keysync queue drop`
struct QueueDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Take changes out of the queue, so that they are not sent any more.",
    discussion: """
      The keys stay as they are here, and a peer that lacks a change still gets it by the next comparison of all keys: to undo \
      a change, change the key.

      Examples:
        keysync queue drop 12
        keysync queue drop 12 13 --yes
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The numbers of the changes, as 'keysync queue list' shows them.")
  var ids: [Int64]

  @Flag(help: "Do not ask.")
  var yes = false

  func run() throws {
    guard yes || Terminal.isTyped else {
      throw CommandError.usage("dropping asks before it changes anything, and nobody types here: say --yes")
    }
    let synchronizer = try cluster.open()
    let queued = Dictionary(uniqueKeysWithValues: try synchronizer.queuedChanges().map { ($0.id, $0) })
    for id in ids {
      guard let change = queued[id] else { throw KeySyncError.unknownQueuedChange(id) }
      Terminal.say("\(id): \(change.operation) of \(change.keyID), \(change.stateText)")
    }
    guard yes || Terminal.confirms("take \(ids.count == 1 ? "it" : "them") out of the queue?") else {
      Terminal.say("nothing was changed")
      throw ExitCode.failure
    }
    try synchronizer.dropQueued(ids)
    Terminal.say("dropped; peers that lack it get it by the next comparison of all keys")
  }
}
