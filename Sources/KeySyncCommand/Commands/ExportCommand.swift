import ArgumentParser
import Foundation
import KeySync

/// `keysync export`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write how this node takes part in a cluster, or a backup of all its keys.",
    discussion: """
      Without --keys: YAML with whom this node trusts and for what, the settings of the cluster and the figures of the \
      moment. It holds no secret. 'keysync import' takes it over on another node.

      With --keys: a backup of every record, and of the data of every key that is there, encrypted under a passphrase \
      (Argon2id, XChaCha20-Poly1305) of 8 bytes or more. Whoever has the file and the passphrase has the keys; without the \
      passphrase nobody can read it, you neither. The node's identity (node.key) is not in it: copy that file too.

      With --json: an object with schema, file, cluster, with_keys, and with --keys records, keys, data, bytes (numbers, else \
      null).

      Examples:
        keysync export east.yaml --as east
        keysync export --keys keys.backup
        keysync export --keys keys.backup --passphrase-file backup.passphrase --force
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The file to write (mode 0600); '-' is standard output, for a configuration alone.")
  var file: String

  @Flag(help: "Write an encrypted backup with all records and data.")
  var keys = false

  @OptionGroup var passphrase: PassphraseArguments

  @Option(name: .customLong("as"), help: ArgumentHelp("What others are to call this node.", valueName: "name"))
  var ownName: String?

  @Flag(help: "Replace the file.")
  var force = false

  @Flag(help: "Print JSON about what was written.")
  var json = false

  func validate() throws {
    if keys, file == "-" { throw ValidationError("a backup needs the name of a file: it is there whole or not at all") }
    if json, file == "-" { throw ValidationError("--json goes with a file: standard output is taken") }
    if !keys, passphrase.passphraseFile != nil { throw ValidationError("--passphrase-file goes with --keys") }
  }

  func run() throws {
    let synchronizer = try cluster.open()
    keys ? try writeBackup(of: synchronizer) : try writeConfiguration(of: synchronizer)
  }

  private func writeConfiguration(of synchronizer: KeySynchronizer) throws {
    let yaml = try synchronizer.exportedConfiguration(ownName: ownName).yaml
    guard file != "-" else { return try Terminal.write(Data(yaml.utf8)) }
    try PrivateFile(path: file).write(Array(yaml.utf8), replacing: force)
    if json { try Terminal.printJSON(report(of: synchronizer, nil)) }
  }

  private func writeBackup(of synchronizer: KeySynchronizer) throws {
    let target = PrivateFile(path: file)
    try target.checkName(replacing: force)
    let passphrase = try passphrase.passphrase(repeating: true)
    let summary = try target.write(replacing: force) { write in
      var bar = ProgressBar("writing")
      defer { bar.finish() }
      return try synchronizer.writeBackup(under: passphrase, ownName: ownName) {
        bar.show($0, of: $1, note: "records")
      } to: {
        try write($0)
      }
    }
    if json { return try Terminal.printJSON(report(of: synchronizer, summary)) }
    Terminal.say(
      "\(file) holds \(counted(summary.records, "record")) of \(counted(summary.keys, "key")), and the data of "
        + "\(summary.data) (\(summary.bytes) bytes)"
    )
    Terminal.say("it opens with the passphrase alone; the node's identity is not in it: keep a copy of node.key too")
  }

  private func report(of synchronizer: KeySynchronizer, _ summary: BackupSummary?) -> JSONValue {
    let number = { (value: Int?) in value.map { JSONValue.number(Int64($0)) } ?? .null }
    return .object([
      "schema": .text("keysync.export-report/1"), "file": .text(file), "cluster": .text(synchronizer.cluster.text),
      "with_keys": .bool(keys), "records": number(summary?.records), "keys": number(summary?.keys),
      "data": number(summary?.data), "bytes": number(summary?.bytes),
    ])
  }
}
