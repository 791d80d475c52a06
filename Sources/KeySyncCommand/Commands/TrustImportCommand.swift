import ArgumentParser
import KeySync

/// `keysync trust import`
struct TrustImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Trust as another node does, by the list that it exported.",
    discussion: """
      Nodes that are not known here are added, and all get the rules of the list, this node too. Names of nodes that are \
      known here stay. A peer that is trusted here and is not in the list is an error, unless --revoke-missing says that it \
      is to be revoked: then all that it ever did counts for nothing. The whole list is checked first, and it is said what \
      changes in the trust and in the keys; then all is done or nothing. Afterwards the trust hash is that of the other \
      node.

      Examples:
        keysync trust import trust.yaml --dry-run
        keysync trust import trust.yaml
        ssh east keysync trust export - --as east | keysync trust import - --yes
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The file with the list; '-' is standard input.")
  var file: String

  @Flag(help: "Revoke the peers that are not in the list.")
  var revokeMissing = false

  @OptionGroup var change: ChangeArguments

  func run() throws {
    let list = try readList()
    let synchronizer = try cluster.open()
    let differences = try synchronizer.differences(from: list, revokingMissing: revokeMissing)
    guard !differences.isEmpty else { return Terminal.say("\(synchronizer.cluster) is trusted like that already") }
    try TrustChange(
      title: "this list",
      details: differences.map { "this list \($0.text)" },
      advice: "compare the trust hash: keysync peer list"
    ) {
      try synchronizer.take(list, revokingMissing: revokeMissing, rehearsing: $0)
    }.run(change)
  }

  private func readList() throws -> TrustList {
    let input = InputFile(file)
    let bytes = try input.read(limit: Limits.trustListBytes)
    guard bytes.count <= Limits.trustListBytes else {
      throw CommandError.badInput("\(input.name) holds more than the \(Limits.trustListBytes) bytes a list may have")
    }
    guard let yaml = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.badInput("\(input.name) is no text in UTF-8")
    }
    return try TrustList(yaml: yaml, file: input.name)
  }
}
