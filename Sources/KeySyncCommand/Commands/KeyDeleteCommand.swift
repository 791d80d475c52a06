import ArgumentParser
import KeySync

/// `keysync key delete`
struct KeyDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a key on every node.",
    discussion: """
      The signed delete stays as a tombstone; the data is erased when the undo window of the cluster has passed.

      Example:
        keysync key delete tls/www
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  func run() throws {
    let key = try argument.key
    let summary = try cluster.open().delete(key)
    Terminal.say("\(key): \(summary.operation), version \(summary.version), \(summary.statusText)")
  }
}
