import ArgumentParser
import KeySync

/// `keysync key list`
struct KeyListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List keys.",
    discussion: """
      In a pattern '*' stands for any characters within a segment, and a segment '**' for any number of segments. With \
      --json: an array of objects as 'keysync key show --json' prints them.

      Examples:
        keysync key list
        keysync key list 'tls/**'
        keysync key list --deleted --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "Which keys (default: all).")
  var pattern: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "List deleted keys too.")
  var deleted = false

  func run() throws {
    let keys = try cluster.open().keys(matching: try keyPattern, includingDeleted: deleted)
    if json { return try Terminal.printJSON(keys.map(\.json)) }
    guard !keys.isEmpty else { return Terminal.say("no keys") }
    var table = Table(["KEY", "VERSION", "STATUS", "PEERS", "ALGORITHM", "MODIFIED", "DATA"])
    for key in keys {
      table.add([
        .init(key.keyID.text), "\(key.version)", .init(key.statusText, isAlarming: key.isAlarming),
        .init(key.deliveryText), .init(key.algorithm.text), .init(key.lastModified.text),
        key.operation == .delete ? "deleted" : key.hasData ? "here" : "not here",
      ])
    }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }

  private var keyPattern: KeyPattern? {
    get throws {
      guard let pattern else { return nil }
      guard let keyPattern = KeyPattern(pattern) else {
        throw CommandError.badArgument("'\(pattern)' is no pattern: a key id in which '*' and '**' may stand")
      }
      return keyPattern
    }
  }
}
