import ArgumentParser
import KeySync

/// `keysync queue list`
struct QueueListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the changes in the queue, oldest first.",
    discussion: """
      Those that are left to the comparison of all keys are in the list too, the newest 10,000 of them. With --json: an array \
      of objects with id, key_id, operation, record_id, queued_at, due_at (null where the change is not sent any more), \
      attempts, given_up, closed_topic (null unless the broker refuses it), answered and awaited (arrays of node ids).

      Examples:
        keysync queue list
        keysync queue list --json | jq '.[] | select(.given_up) | .key_id'
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let synchronizer = try cluster.open()
    let changes = try synchronizer.queuedChanges()
    if json { return try Terminal.printJSON(changes.map(\.json)) }
    guard !changes.isEmpty else { return Terminal.say("the queue is empty") }
    let names = try PeerNames(synchronizer)
    var table = Table(["ID", "KEY", "OPERATION", "SINCE", "SENT", "STATE", "WAITS FOR"])
    for change in changes {
      table.add([
        "\(change.id)", .init(change.keyID.text), .init(change.operation.description), .init(change.queuedAt.text),
        .init(change.attempts == 0 ? "not yet" : counted(change.attempts, "time")),
        .init(change.stateText, isAlarming: change.closedTopic != nil),
        .init(change.awaited.map(names.text).joined(separator: " ")),
      ])
    }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }
}
