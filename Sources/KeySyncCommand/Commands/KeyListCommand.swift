import ArgumentParser
import Foundation
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
    if json { return try Terminal.printJSONArray(keys { $0.map { $0.json.utf8(depth: 1) } }) }
    let rows = try keys { $0.map(Self.row) }
    guard !rows.isEmpty else { return Terminal.say("no keys") }
    var table = Table(["KEY", "VERSION", "STATUS", "PEERS", "ALGORITHM", "MODIFIED", "DATA"])
    for row in rows { table.add(row) }
    try table.write(coloured: Terminal.hasColours) { try Terminal.write(Data($0)) }
    try Terminal.print("")
  }

  private func keys<Value: Sendable>(
    _ transform: @escaping @Sendable ([KeySummary]) -> [Value]
  ) throws -> [Value] {
    let pattern = try keyPattern
    return try cluster.open().keys(matching: pattern, includingDeleted: deleted, inPages: transform)
  }

  private static func row(of key: KeySummary) -> [Table.Cell] {
    [
      .init(key.keyID.text), "\(key.version)", .init(key.statusText, isAlarming: key.isAlarming),
      .init(key.deliveryText), .init(key.algorithm.text), .init(key.lastModified.text),
      key.operation == .delete ? "deleted" : key.hasData ? "here" : "not here",
    ]
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
