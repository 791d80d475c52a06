import ArgumentParser
import Foundation
import KeySync

/// `keysync cluster add`
struct ClusterAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Take part in one more cluster.",
    discussion: """
      Adds a line to 'clusters' in keysync.yaml and leaves everything else in the file as it is. The node then trusts \
      nobody in the new cluster: add its peers there.

      Example:
        keysync cluster add prod
        keysync peer add 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs --name west --cluster prod
      """
  )

  @OptionGroup var node: HomeArguments

  @Argument(help: "The cluster's name: 1 to 63 of a-z, 0-9 and '-', not at the ends.")
  var name: ClusterName

  func run() throws {
    let home = try node.home
    guard try node.settings().clusters[name] == nil else {
      throw CommandError.badArgument("this node is in the cluster \(name) already")
    }
    let text = try Settings.adding(
      name,
      to: home.readSettings(),
      file: home.settingsPath,
      environment: ProcessInfo.processInfo.environment
    )
    try home.replaceSettings(with: text)
    let settings = try node.settings()
    _ = try KeySynchronizer(node: Node(home: home), cluster: name, options: settings.options(for: name))
    Terminal.say("added \(name); next: add its peers (keysync peer add … --cluster \(name)) and restart the worker")
  }
}
