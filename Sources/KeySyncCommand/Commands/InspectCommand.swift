import ArgumentParser
import KeySync

/// `keysync inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Look into a signed object.",
    discussion: """
      Decodes a record, message, receipt, announcement, reconcile or fetch, verifies its signature for the cluster, opens \
      it when the recipient home is one of its recipients, and prints it as JSON. Trust, time and topic are not judged. \
      Where something is refused, the exit code is 65 and the word for it is in the output as "refusal".

      Examples:
        mosquitto_sub -t 'keysync/v1/demo/sync/#' -C 1 -N | keysync inspect - --cluster demo
        keysync inspect frame.cose --cluster demo --recipient-home ~/.local/share/keysync
        xxd -p frame.cose | keysync inspect - --hex
      """
  )

  @OptionGroup var node: HomeArguments

  @Argument(help: "The file; '-' is standard input.")
  var file: String

  @Option(name: .customLong("cluster"), help: "The cluster (default: the only one in the settings of the node).")
  var clusterName: String?

  @Option(help: "The home of a node that opens what is sealed to it.")
  var recipientHome: String?

  @Flag(help: "The input is hexadecimal text.")
  var hex = false

  @Flag(help: "Show key data and salts, not only how long they are and whether they are right.")
  var showData = false

  func run() throws {
    let inspector = try Inspector(cluster: try cluster(), recipient: recipientHome.map(Home.init), showsData: showData)
    let input = InputFile(file)
    do {
      let inspection = try inspector.inspect(try read(input))
      try Terminal.printJSON(inspection.json)
      if inspection.isUnopened {
        let reason = recipientHome.map { "is not sealed to the node in \($0)" } ?? "needs --recipient-home to be opened"
        Terminal.say("keysync: what is in \(input.name) \(reason)")
      }
      if let refusal = inspection.refusals.first {
        Terminal.say("keysync: a change in \(input.name) is refused: \(refusal.word)")
        throw ExitCode(ExitStatus.data.rawValue)
      }
    } catch let refusal as Refusal {
      try Terminal.printJSON(JSONValue.object(["refusal": .text(refusal.word)]))
      Terminal.say("keysync: \(input.name) is refused: \(refusal.word)")
      throw ExitCode(ExitStatus.data.rawValue)
    }
  }

  /// The cluster named, or the only one of the recipient's or the node's home.
  private func cluster() throws -> ClusterName {
    if let clusterName {
      guard let cluster = ClusterName(clusterName) else {
        throw CommandError.usage("'\(clusterName)' is no cluster name: 1 to 63 of a-z, 0-9 and '-', not at the ends")
      }
      return cluster
    }
    var home = node
    home.path = recipientHome ?? node.path
    do {
      return try home.settings().cluster(named: nil)
    } catch HomeError.missing {
      throw CommandError.usage("name the cluster with --cluster: there is no node here whose only one could be meant")
    }
  }

  /// The bytes; where there are too many, one more than can be.
  private func read(_ input: InputFile) throws -> [UInt8] {
    let limit = Limits.messageBytes
    guard hex else { return try input.read(limit: limit) }
    let text = try input.read(limit: 4 * limit).filter { !Self.blanks.contains($0) }
    guard let bytes = [UInt8](hex: String(decoding: text, as: UTF8.self)) else {
      throw CommandError.badInput("\(input.name) is not hexadecimal text")
    }
    return bytes
  }

  private static let blanks = Set(" \t\r\n".utf8)
}
