import ArgumentParser
import KeySync

/// `keysync key show`
struct KeyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is known of a key, but not its data.",
    discussion: """
      With --json: an object with key_id, version, operation, status, reason, crypto_algorithm, last_modified \
      (milliseconds), creator, record_id, heads, attributes, public_key_hash, has_data, peers_installed and peers_total; ids and hashes are in \
      hexadecimal, and what is not there is null; peers_installed of peers_total have the winning record.

      Examples:
        keysync key show tls/www
        keysync key show tls/www --json
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let keyID = try argument.key
    guard let key = try cluster.open().key(keyID) else { throw KeySyncError.unknownKey(keyID) }
    if json { return try Terminal.printJSON(key.json) }
    let lines = Self.lines(of: key)
    let width = lines.map(\.name.count).max() ?? 0
    try Terminal.print(
      lines.map { name, text in
        "\(name):".padding(toLength: width + 3, withPad: " ", startingAt: 0) + text.escaped
      }.joined(separator: "\n")
    )
  }

  private static func lines(of key: KeySummary) -> [(name: String, text: String)] {
    [
      ("key", key.keyID.text), ("version", "\(key.version)"), ("operation", "\(key.operation)"),
      ("status", key.statusText), ("peers", key.deliveryText), ("algorithm", key.algorithm.text),
      ("modified", key.lastModified.text),
      ("creator", "\(key.creator)"), ("record", "\(key.recordID)"),
    ] + (key.heads.count > 1 ? key.heads.map { ("head", "\($0)") } : [])
      + (key.publicKeyHash.map { [("public key hash", "\($0)")] } ?? [])
      + key.attributes.entries.map { ("attribute \($0.name)", $0.value.text) }
      + [("data", key.operation == .delete ? "deleted" : key.hasData ? "here" : "not here")]
  }
}
