import ArgumentParser
import KeySync

/// `keysync config show`
struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the settings in force, and where each comes from.",
    discussion: """
      Of secrets only the names of their files are shown. With --json: an array of objects with name, value (as it could \
      stand in the file; null where there is none), source (default, file, environment or flag) and place (file and line, \
      or the variable; null for a default).

      Examples:
        keysync config show
        KEYSYNC_LOG_LEVEL=debug keysync config show --json
      """
  )

  @OptionGroup var node: HomeArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let settings = try node.settings().effective
    if json { return try Terminal.printJSON(settings.map(\.json)) }
    var table = Table(["SETTING", "VALUE", "FROM"])
    for setting in settings {
      table.add([
        .init(setting.name), .init(setting.value?.escaped ?? "-"), .init(setting.origin.description.escaped),
      ])
    }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }
}

extension EffectiveSetting {
  fileprivate var json: JSONValue {
    .object([
      "name": .text(name),
      "value": .text(value),
      "source": .text(source),
      "place": origin == .standard ? .null : .text(origin.description),
    ])
  }

  private var source: String {
    switch origin {
    case .standard: "default"
    case .file: "file"
    case .environment: "environment"
    case .flag: "flag"
    }
  }
}
