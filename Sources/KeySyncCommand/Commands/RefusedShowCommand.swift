import ArgumentParser
import KeySync

/// `keysync refused show`
struct RefusedShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a refused message: what the word means, what to do, and what the message says.",
    discussion: """
      What was sealed to this node is opened; key data is shown by its length alone, and was not kept at all where it came \
      in the clear. Nothing of it can be relied on: it was refused. With --json: an object with the fields of 'keysync \
      refused list --json' and meaning, advice, frame (what is kept, in hexadecimal), object (as 'keysync inspect' prints \
      it; null where it cannot be read) and object_refusal (why it cannot be read, else null).

      Examples:
        keysync refused show 12
        keysync refused show 12 --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The number of the message, as 'keysync refused list' shows it.")
  var id: Int64

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let synchronizer = try cluster.open()
    let message = try synchronizer.refusedMessage(id)
    let names = try PeerNames(synchronizer)
    let object = read(message, by: synchronizer)
    if json { return try Terminal.printJSON(message.json(names, object)) }
    try Terminal.print(message.text(names))
    switch object {
    case .success(let object): try Terminal.printJSON(object)
    case .failure(let refusal): try Terminal.print("What is kept of it cannot be read: \(refusal.word).")
    }
  }

  private func read(
    _ message: RefusedMessage,
    by synchronizer: KeySynchronizer
  ) -> Result<JSONValue, Refusal> {
    Result { () throws(Refusal) in try synchronizer.inspect(message).json }
  }
}
