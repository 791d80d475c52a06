import ArgumentParser
import KeySync

/// `keysync id`
struct IDCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "id",
    abstract: "Print the node's id, alone.",
    discussion: """
      The id is what other nodes trust: a libp2p peer id that holds the node's public key.

      Example:
        ssh east keysync id | xargs -I ID keysync peer add ID --name east
      """
  )

  @OptionGroup var node: HomeArguments

  func run() throws { try Terminal.print(Node(home: node.home).nodeID.description) }
}
