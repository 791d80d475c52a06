import ArgumentParser
import KeySync

/// `keysync verify`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compute everything in the store again and name what is wrong.",
    discussion: """
      Looked at are the file, every record (is it signed by its creator, is its id that of its bytes), what the records \
      make of every key (what has entered, waits or is void, heads, conflict, winner), number and sum of all heads, and \
      every row of sealed key data. It may be run beside a worker. Ends with exit code 65 when something is wrong, and says \
      what to do about it.

      With --rebuild all that is derived from records is made anew where it is wrong, and it is said what was mended. Signed \
      bytes and key data are never changed: what is wrong with them is named again.

      With --json: an object with is_sound and clusters. Each cluster: cluster, keys, records, heads, data (numbers), counts \
      (number of findings by kind), findings and mended: arrays of objects with kind, key_id, record_id, sentence, advice and \
      is_fault.

      Examples:
        keysync verify
        keysync verify --rebuild
        keysync verify --cluster prod --json | jq -r '.clusters[].findings[].sentence'
      """
  )

  @OptionGroup var node: HomeArguments

  @Option(name: .customLong("cluster"), help: "The cluster (default: all).")
  var clusterName: String?

  @Flag(help: "Make anew what is derived and wrong.")
  var rebuild = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let settings = try node.settings()
    let chosen = try clusterName.map { try settings.cluster(named: $0) }
    let opened = try Node(home: node.home)
    let synchronizers = try settings.synchronizers(of: opened).filter { chosen == nil || $0.cluster == chosen }
    // The file is one for all clusters.
    let reports = try synchronizers.enumerated().map { try verify($1, checkingFile: $0 == 0) }
    let isSound = reports.allSatisfy(\.isSound)
    if json {
      let clusters = JSONValue.array(reports.map(\.json))
      try Terminal.printJSON(JSONValue.object(["is_sound": .bool(isSound), "clusters": clusters]))
    } else {
      for report in reports { try report.print() }
    }
    guard isSound else { throw ExitCode(ExitStatus.data.rawValue) }
  }

  private func verify(_ synchronizer: KeySynchronizer, checkingFile: Bool) throws -> VerificationReport {
    var bar = ProgressBar("verifying \(synchronizer.cluster)")
    defer { bar.finish() }
    return try withoutActuallyEscaping({ bar.show($0, of: $1, note: "records") }) { show in
      try synchronizer.verify(rebuilding: rebuild, checkingFile: checkingFile, progress: show)
    }
  }
}
