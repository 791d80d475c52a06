import ArgumentParser

/// `keysync key`
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Put, import, generate, get, describe, delete and list keys.",
    discussion: """
      Examples:
        keysync key put tls/www --algorithm opaque --file www.pem
        keysync key get tls/www --output www.pem
        keysync key list 'tls/**'
        keysync key delete tls/www
      """,
    subcommands: [
      KeyPutCommand.self, KeyGenerateCommand.self, KeyGetCommand.self, KeyDescribeCommand.self, KeyDeleteCommand.self,
      KeyListCommand.self, KeyShowCommand.self, KeyHistoryCommand.self, KeyImportCommand.self,
    ]
  )
}
