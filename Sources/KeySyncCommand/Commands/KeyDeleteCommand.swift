import ArgumentParser
import KeySync

/// `keysync key delete`
struct KeyDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a key on every node.",
    discussion: """
      The signed delete stays as a tombstone; the data is erased when the undo window of the cluster has passed, or \
      with --now as soon as each node has the delete: nobody can bring it back then.

      Examples:
        keysync key delete tls/www
        keysync key delete tls/www --now
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Flag(help: "Erase the data at once everywhere.")
  var now = false

  func run() throws {
    let key = try argument.key
    Terminal.say(try cluster.open().delete(key, erasing: now).changeText)
  }
}
