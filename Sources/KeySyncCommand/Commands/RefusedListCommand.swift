import ArgumentParser
import KeySync

/// `keysync refused list`
struct RefusedListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the messages that were refused, newest first.",
    discussion: """
      The newest 500 of known senders and 500 of unknown ones are kept. Nobody is blamed for a message that is not known to \
      be theirs: its sender is 'unknown', whatever it says of itself. The topic was chosen by whoever sent it. With --json: \
      an array of objects with id, word, sender (null where unknown), sender_name (null where it is no trusted peer), topic, \
      received_at (milliseconds) and frame_bytes.

      Examples:
        keysync refused list --limit 20
        keysync refused list --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Option(help: "How many at most.")
  var limit = KeySynchronizer.refusedMessagesKept

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be a number from 1 on") }
  }

  func run() throws {
    let synchronizer = try cluster.open()
    let (messages, names) = (try synchronizer.refusedMessages(limit: limit), try PeerNames(synchronizer))
    if json { return try Terminal.printJSON(messages.map { JSONValue.object($0.fields(names)) }) }
    guard !messages.isEmpty else { return Terminal.say("nothing refused is kept") }
    var table = Table(["ID", "WORD", "FROM", "WHEN", "BYTES", "TOPIC"])
    for message in messages {
      table.add([
        "\(message.id)", .init(message.refusal.word), .init(message.senderText(names)),
        .init(message.receivedAt.text), "\(message.frameBytes)", .init(message.topic.escaped),
      ])
    }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }
}
