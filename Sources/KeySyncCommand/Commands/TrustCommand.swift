import ArgumentParser

/// `keysync trust`
struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Make the trust of several nodes equal.",
    discussion: """
      Nodes end with equal keys only while they trust the same nodes with the same rules; 'keysync peer list' says which do \
      not. One node's list, in a file that can be read, reviewed and kept, makes the others equal to it.

      Examples:
        keysync trust export trust.yaml
        keysync trust import trust.yaml --dry-run
      """,
    subcommands: [TrustExportCommand.self, TrustImportCommand.self]
  )
}
