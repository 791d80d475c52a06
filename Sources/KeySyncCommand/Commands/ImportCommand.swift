import ArgumentParser
import KeySync

/// `keysync import`
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take over what 'keysync export' wrote.",
    discussion: """
      A configuration: its trust list is taken over as 'keysync trust import' does, which asks before it changes anything. \
      Settings that differ are named, with the line for keysync.yaml; that file stays as it is.

      A backup of keys: the whole file is verified first. Then its records are merged as if peers had sent them. Nothing that is \
      newer here is replaced, nothing that was deleted comes back by itself, and a change that knows nothing of what was \
      done here stands beside it as a conflict. Records whose creators are not trusted here are not taken: trust them first, \
      for example with the configuration of the same node. The trust, the policy and the settings of this node stay. \
      Merging again changes nothing.

      With --json: an object, described on the page about JSON.

      Examples:
        keysync import east.yaml --dry-run
        keysync import east.yaml --yes
        keysync import keys.backup --dry-run
        keysync import keys.backup --passphrase-file backup.passphrase --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The file; '-' is standard input, for a configuration alone.")
  var file: String

  @OptionGroup var passphrase: PassphraseArguments

  @Flag(help: "Configuration: revoke the peers that are not in it.")
  var revokeMissing = false

  @OptionGroup var change: ChangeArguments

  @Flag(help: "Print JSON about what changed.")
  var json = false

  func run() throws {
    let input = InputFile(file)
    let beginning = try input.isStandardInput ? [] : input.read(limit: KeySynchronizer.backupLabelBytes)
    guard KeySynchronizer.isBackup(beginning) else {
      guard passphrase.passphraseFile == nil else { throw BackupError.notABackup(input.name) }
      let configuration = try ConfigurationImport.read(input)
      return try ConfigurationImport(configuration: configuration, revokingMissing: revokeMissing, isJSON: json)
        .run(try cluster.open(), change)
    }
    guard !revokeMissing else { throw CommandError.usage("--revoke-missing is for configurations; a backup changes no trust") }
    try merge(into: try cluster.open())
  }

  private func merge(into synchronizer: KeySynchronizer) throws {
    let passphrase = try passphrase.passphrase(repeating: false)
    let report = try merge(into: synchronizer, passphrase)
    let settings = synchronizer.differences(from: report.configuration)
    if json { return try Terminal.printJSON(report.json(settings, isRehearsal: change.dryRun)) }
    let text = BackupReportText(report: report, names: try PeerNames(synchronizer), isRehearsal: change.dryRun)
    for line in text.lines + settings.map(\.text) { Terminal.say(line) }
    if change.dryRun { Terminal.say("nothing was changed") }
  }

  private func merge(into synchronizer: KeySynchronizer, _ passphrase: Passphrase) throws -> BackupReport {
    var (verifying, merging) = (ProgressBar("verifying"), ProgressBar("merging"))
    defer {
      verifying.finish()
      merging.finish()
    }
    return try synchronizer.mergeBackup(at: file, passphrase: passphrase, rehearsing: change.dryRun) { progress in
      switch progress.step {
      case .verifying: verifying.show(progress.bytes, of: progress.total, note: "bytes")
      case .merging: merging.show(progress.bytes, of: progress.total, note: "bytes")
      }
    }
  }
}
