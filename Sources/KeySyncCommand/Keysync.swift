import ArgumentParser
import KeySync

/// The command line: `keysync`.
@main
struct Keysync: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keysync",
    abstract: "Keeps cryptographic keys the same on every node of a cluster.",
    discussion: """
      A node lives in a home directory: its settings (keysync.yaml), its identity (node.key) and its keys (keysync.db). \
      It trusts a list of peers. Its worker sends what was changed here and takes in what trusted peers have changed.

      Examples:
        keysync init --cluster demo --broker mqtt://localhost
        keysync id
        keysync peer add 12D3KooW… --name west
        keysync worker
        keysync key put tls/www --algorithm opaque --file www.pem
        keysync key list
        keysync status
        keysync top

      Completions for your shell: keysync --generate-completion-script bash (or zsh, or fish).

      Exit codes are those of sysexits.h: 64 usage, 65 data, 66 no input, 69 broker unavailable, 70 internal error, \
      73 cannot create, 74 input or output, 75 try again later, 77 permission, 78 configuration.
      """,
    version: KeySyncVersion.number,
    subcommands: [
      InitCommand.self, IDCommand.self, ClusterCommand.self, PeerCommand.self, TrustCommand.self, KeyCommand.self,
      ConflictCommand.self, RefusedCommand.self, QueueCommand.self, WorkerCommand.self, SyncCommand.self,
      StatusCommand.self, StatsCommand.self, TopCommand.self, ConfigCommand.self, InspectCommand.self,
      VerifyCommand.self, ExportCommand.self, ImportCommand.self,
    ]
  )

  static func main() async {
    do {
      var command = try await asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch { fail(with: error) }
  }

  /// Says what went wrong, in one sentence, and ends with its exit code. Help and version are said by the parser itself.
  private static func fail(with error: any Error) -> Never {
    let parserStatus = exitCode(for: error)
    if parserStatus == .success || error is ExitCode { exit(withError: error) }
    if parserStatus == .validationFailure {
      Terminal.say("keysync: \(message(for: error).escapedLines)")
      if let help = fullMessage(for: error).split(separator: "\n").last(where: { $0.contains("--help") }) {
        Terminal.say(String(help))
      }
      exit(withError: parserStatus)
    }
    Terminal.say("keysync: \(sentence(for: error).escaped)")
    exit(withError: ExitCode(ExitStatus(error).rawValue))
  }
}
