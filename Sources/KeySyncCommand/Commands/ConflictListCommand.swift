import ArgumentParser
import KeySync

/// `keysync conflict list`
struct ConflictListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the keys in conflict.",
    discussion: """
      Those for which somebody has to decide; with --all those too that the policy decides by itself. With --json: an \
      array of objects as 'keysync conflict show --json' prints them.

      Examples:
        keysync conflict list
        keysync conflict list --all --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Flag(help: "Those too that the policy decides.")
  var all = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let synchronizer = try cluster.open()
    let (conflicts, names) = (try synchronizer.conflicts(includingDecided: all), try PeerNames(synchronizer))
    if json { return try Terminal.printJSON(conflicts.map { $0.json(names) }) }
    guard !conflicts.isEmpty else { return Terminal.say("no conflicts") }
    var table = Table(["KEY", "CONFLICT", "HEADS", "BY", "DECIDED"])
    for conflict in conflicts {
      let creators = Set(conflict.heads.map { names.text($0.creator) }).sorted()
      table.add([
        .init(conflict.key.keyID.text), .init(conflict.kind.rawValue), "\(conflict.heads.count)",
        .init(creators.joined(separator: ", ")),
        conflict.isOpen ? .init("not yet", isAlarming: true) : .init("by \(conflict.strategy.word)"),
      ])
    }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }
}
