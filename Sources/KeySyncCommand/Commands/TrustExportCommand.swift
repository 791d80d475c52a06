import ArgumentParser
import Foundation
import KeySync

/// `keysync trust export`
struct TrustExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write whom this node trusts, for other nodes to take over.",
    discussion: """
      YAML with the cluster, and for each node its id, its name here and its rules by date; this node itself is among them, \
      revoked ones are not. It holds no secret, but whoever can change it on its way decides whom the others trust. A \
      node that does not know this one yet needs a name for it: give it with --as, or write it into the file.

      Examples:
        keysync trust export trust.yaml --as east
        keysync trust export - | ssh west keysync trust import - --yes
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The file to write (mode 0600); '-' is standard output.")
  var file: String

  @Option(name: .customLong("as"), help: ArgumentHelp("What others are to call this node.", valueName: "name"))
  var ownName: String?

  @Flag(help: "Replace the file.")
  var force = false

  func run() throws {
    let yaml = try cluster.open().trustList(ownName: ownName).yaml
    if file == "-" {
      try Terminal.write(Data(yaml.utf8))
    } else {
      try PrivateFile(path: file).write(Array(yaml.utf8), replacing: force)
    }
  }
}
