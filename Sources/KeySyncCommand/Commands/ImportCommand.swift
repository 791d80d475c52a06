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
      done here stands beside it as a conflict. Records whose creators are not trusted here are not taken, unless --trust takes \
      over the backup's trust list first, which asks. The policy and the settings of this node stay. Importing again \
      changes nothing.

      With --json: an object with schema, dry_run, with_keys, cluster, written_by, written_at and settings; for a \
      configuration trust_changes and changed_keys; for a backup records, new, held, waiting, restored_data, refused, \
      untrusted_creators and keys.

      Examples:
        keysync import east.yaml --dry-run
        keysync import east.yaml --yes
        keysync import keys.backup --dry-run
        keysync import keys.backup --trust
        keysync import keys.backup --passphrase-file backup.passphrase --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The file; '-' is standard input, for a configuration alone.")
  var file: String

  @OptionGroup var passphrase: PassphraseArguments

  @Flag(help: "Backup: first trust as the node that wrote it did, as with its configuration.")
  var trust = false

  @Flag(help: "Revoke the peers that are not trusted there.")
  var revokeMissing = false

  @OptionGroup var change: ChangeArguments

  @Flag(help: "Print JSON about what changed.")
  var json = false

  func run() throws {
    let input = InputFile(file)
    let beginning = try input.isStandardInput ? [] : input.read(limit: KeySynchronizer.backupLabelBytes)
    guard KeySynchronizer.isBackup(beginning) else {
      guard passphrase.passphraseFile == nil, !trust else { throw BackupError.notABackup(input.name) }
      let configuration = try ConfigurationImport.read(input)
      return try ConfigurationImport(configuration: configuration, revokingMissing: revokeMissing, isJSON: json)
        .run(try cluster.open(), change)
    }
    guard trust || !revokeMissing else { throw CommandError.usage("--revoke-missing goes with --trust for a backup") }
    try merge(into: try cluster.open())
  }

  private func merge(into synchronizer: KeySynchronizer) throws {
    let backup = try verified(by: synchronizer, try passphrase.passphrase(repeating: false))
    if trust {
      try ConfigurationImport(configuration: backup.configuration, revokingMissing: revokeMissing)
        .takeTrust(synchronizer, change)
    }
    let report = try merge(backup, into: synchronizer)
    let settings = synchronizer.differences(from: report.configuration)
    if json { return try Terminal.printJSON(report.json(settings, isRehearsal: change.dryRun)) }
    let text = BackupReportText(report: report, names: try PeerNames(synchronizer), isRehearsal: change.dryRun)
    for line in text.lines + settings.map(\.text) { Terminal.say(line) }
    if change.dryRun { Terminal.say("nothing was changed") }
  }

  private func verified(by synchronizer: KeySynchronizer, _ passphrase: Passphrase) throws -> VerifiedBackup {
    var bar = ProgressBar("verifying")
    defer { bar.finish() }
    return try synchronizer.verifyBackup(at: file, passphrase: passphrase) { bar.show($0, of: $1, note: "bytes") }
  }

  private func merge(_ backup: VerifiedBackup, into synchronizer: KeySynchronizer) throws -> BackupReport {
    var bar = ProgressBar("merging")
    defer { bar.finish() }
    return try synchronizer.merge(backup, rehearsing: change.dryRun) { bar.show($0, of: $1, note: "bytes") }
  }
}
