import ArgumentParser
import KeySync

/// `keysync conflict show`
struct ConflictShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the sides of a conflict beside each other.",
    discussion: """
      One column for each head, a '*' beside what is not the same in all of them. A conflict that the policy decides is \
      shown too. With --json: an object with key_id, conflict, is_open (false where the policy decides), served (a record \
      id), strategy (that of the policy), rule (delete, data-before-attributes, version, last-modified, creator or \
      record-id) and heads, objects as 'keysync key history --json' prints them.

      Examples:
        keysync conflict show tls/www
        keysync conflict show tls/www --json
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let (key, synchronizer) = (try argument.key, try cluster.open())
    guard let conflict = try synchronizer.conflict(of: key) else {
      throw try synchronizer.key(key) == nil ? KeySyncError.unknownKey(key) : .notInConflict(key)
    }
    let names = try PeerNames(synchronizer)
    if json { return try Terminal.printJSON(conflict.json(names)) }
    let ids = ShortIDs(conflict.heads.map(\.recordID))
    try Terminal.print(
      """
      \(key): \(conflict.kind.rawValue)

      \(conflict.table(names, ids).text(coloured: Terminal.hasColours))

      \(conflict.servedText(ids))
      """
    )
    guard conflict.isOpen else { return }
    Terminal.say(
      "to end it: keysync conflict resolve \(key) --keep \(ids.text(conflict.key.recordID)) (or another head)"
    )
  }
}
