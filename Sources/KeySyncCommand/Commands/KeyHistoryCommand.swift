import ArgumentParser
import KeySync

/// `keysync key history`
struct KeyHistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show every change of a key that is known here.",
    discussion: """
      The newest comes first; a '*' marks the heads, the changes that nothing has replaced. A void change counts for \
      nothing, for the reason given. With --json: an array of objects, parents before children, with record_id, parents, \
      version, operation, creator, creator_name, last_modified, received_at (milliseconds), crypto_algorithm, attributes, \
      public_key_hash, has_data, is_head, is_winner and refusal (null, 'waiting', or why it is void).

      Examples:
        keysync key history tls/www
        keysync key history tls/www --json
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let (key, synchronizer) = (try argument.key, try cluster.open())
    let records = try synchronizer.history(of: key)
    guard !records.isEmpty else { throw KeySyncError.unknownKey(key) }
    let names = try PeerNames(synchronizer)
    let winner = try synchronizer.key(key)?.recordID
    if json { return try Terminal.printJSON(records.map { $0.json(names, winner: winner) }) }
    try Terminal.print(Self.table(of: records, names, winner).text(coloured: Terminal.hasColours))
  }

  private static func table(of records: [HistoryRecord], _ names: PeerNames, _ winner: RecordID?) -> Table {
    let ids = ShortIDs(records.flatMap { [$0.recordID] + $0.parents })
    var table = Table(["  RECORD", "VERSION", "OPERATION", "BY", "WHEN", "REPLACES", "STANDING"])
    for record in records.reversed() {
      table.add([
        .init("\(record.isHead ? "*" : " ") \(ids.text(record.recordID))"), "\(record.version)",
        .init(record.operation.description), .init(names.text(record.creator)), .init(record.lastModified.text),
        .init(record.parents.isEmpty ? "-" : record.parents.map(ids.text).joined(separator: " ")),
        .init(record.standingText(winner: winner), isAlarming: record.refusal != nil),
      ])
    }
    return table
  }
}
