import ArgumentParser
import KeySync

/// `keysync config check`
struct ConfigCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say whether the settings are right.",
    discussion: """
      Reads the settings as every command does, and looks whether the files they name can be read. What is wrong is said \
      with file and line, and the exit code is 78.

      Example:
        keysync config check && systemctl restart keysync
      """
  )

  @OptionGroup var node: HomeArguments

  func run() throws {
    let settings = try node.settings()
    try settings.checkFiles()
    let clusters = settings.clusters.keys.sorted().map(\.text).joined(separator: ", ")
    Terminal.say("the settings are right: \(settings.broker.url), clusters: \(clusters)")
  }
}
