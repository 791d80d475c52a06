import ArgumentParser
import KeySync

/// `keysync worker retire`
struct WorkerRetireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Take a worker off that will not run again.",
    discussion: """
      The broker keeps a worker's last snapshot and its status for whoever comes later. This clears both in every cluster \
      of the settings, and removes what the store knows of the worker. It is for a worker whose name is not used any more; \
      one that is started again under the name is simply there again. It refuses while the worker runs (exit code 75); one \
      that was killed counts as running for three statistics intervals. The exit code is 69 where the broker is not reached.

      Examples:
        keysync worker retire old
        keysync worker retire old --dry-run
        keysync worker retire old --yes
      """
  )

  @OptionGroup var node: HomeArguments

  @Argument(help: "The worker's name, as 'worker' in its settings.")
  var name: WorkerName

  @OptionGroup var change: ChangeArguments

  func run() async throws {
    guard change.yes || change.dryRun || Terminal.isTyped else {
      throw CommandError.usage("retiring a worker asks before it changes anything, and nobody types here: say --yes")
    }
    let settings = try node.settings()
    let clusters = try settings.synchronizers(of: Node(home: node.home))
    let retirement = WorkerRetirement(name, in: clusters, settings: settings)
    try retirement.check()
    if try !retirement.isKnown() {
      Terminal.say("the store knows no worker \(name), as after a clean stop; the broker may keep something of it")
    }
    for topic in retirement.topics { Terminal.say("this clears \(topic)") }
    if change.dryRun { return Terminal.say("nothing was changed") }
    guard change.yes || Terminal.confirms("go on?") else {
      Terminal.say("nothing was changed")
      throw ExitCode.failure
    }
    try await retirement.run()
    Terminal.say("retired \(name)")
  }
}
