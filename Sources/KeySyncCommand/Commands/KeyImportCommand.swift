import ArgumentParser
import KeySync

/// `keysync key import`
struct KeyImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Create many keys at once, from lines of JSON.",
    discussion: """
      Each line is one key: {"key":"tls/www","algorithm":"opaque","data":"BASE64","attributes":{"env":"prod"}}; attributes may \
      be left out. All lines are looked at first: one that is wrong is named, and nothing is changed. Keys that are there \
      with other data, or were deleted, are left as they are unless --replace is given. Importing again goes on where it \
      was interrupted.

      The keys do not go through the outbound queue: peers get them when the worker next compares all keys with them. \
      'keysync sync --wait' waits for that.

      With --json: an object with created, replaced, unchanged, left and in_conflict (arrays of key ids, the first 1,000), \
      left_count, in_conflict_count and dry_run.

      Examples:
        keysync key import keys.jsonl --dry-run
        keysync key import keys.jsonl && keysync sync --wait
        some-other-store --json-lines | keysync key import -
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The file, up to 256 MiB; '-' is standard input.")
  var file: String

  @Flag(help: "Give keys that are there with other data, or were deleted, the data of the file.")
  var replace = false

  @Flag(help: "Show what would change, and change nothing.")
  var dryRun = false

  @Flag(help: "Print JSON about what changed.")
  var json = false

  func run() throws {
    let synchronizer = try cluster.open()
    let lines = try KeyLines(InputFile(file))
    let report = try write(lines, synchronizer)
    if json { return try Terminal.printJSON(report.json(isRehearsal: dryRun)) }
    for line in report.lines { Terminal.say(line) }
    if dryRun { Terminal.say("nothing was changed") }
  }

  private func write(_ lines: KeyLines, _ synchronizer: KeySynchronizer) throws -> KeyImportReport {
    var bar = ProgressBar("importing")
    defer { bar.finish() }
    do {
      return try synchronizer.importKeys(lines.keys, replacing: replace, rehearsing: dryRun) {
        bar.show($0, of: lines.keys.count, note: "keys")
      }
    } catch let error as KeyImportError { throw lines.problem(error) }
  }
}
