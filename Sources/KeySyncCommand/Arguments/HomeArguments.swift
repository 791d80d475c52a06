import ArgumentParser
import Foundation
import KeySync

/// Which node is meant.
struct HomeArguments: ParsableArguments {
  @Option(
    name: .customLong("home"),
    help: "The node's directory (default: $KEYSYNC_HOME, then ~/.local/share/keysync)."
  )
  var path: String?

  /// The node's home.
  var home: Home {
    get throws {
      let environment = ProcessInfo.processInfo.environment
      if let path { return Home(path: try Self.checked(path)) }
      if let path = environment["KEYSYNC_HOME"], !path.isEmpty { return Home(path: try Self.checked(path)) }
      let user = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
      return Home(path: "\(user)/.local/share/keysync")
    }
  }

  /// The settings of the node, under the environment and flags.
  func settings(flags: [String: String] = [:]) throws -> Settings {
    let home = try home
    return try Settings(
      yaml: home.readSettings(),
      file: home.settingsPath,
      environment: ProcessInfo.processInfo.environment,
      flags: flags
    )
  }

  private static func checked(_ path: String) throws -> String {
    guard !path.isEmpty else { throw CommandError.usage("--home needs the name of a directory") }
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
