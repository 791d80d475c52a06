import ArgumentParser
import Foundation
import KeySync

/// `keysync top`
struct TopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "Watch all workers of a cluster.",
    discussion: """
      Shows what the workers of all nodes say on the broker, with rates and small plots of the last minutes; q or Ctrl-C \
      ends it. It connects by the settings of this node, under a client id of its own, and publishes nothing. Nodes are \
      called as they are trusted here. Rates are of a node, so two workers of one node show the same. Statistics are not \
      signed: whoever may publish on the broker can forge them.

      Where standard output is no terminal, there is a line for each snapshot and change of status. With --json each line is \
      an object with node, worker, status (online, offline, null; gone for one that was retired) and snapshot (see stats; \
      null before the first). With --once it prints what the broker keeps, as a table or as an array of such objects, and \
      ends: when nothing more came for a second, at the latest after 30. The exit code is 69 where the broker is not reached.

      Examples:
        keysync top
        keysync top --once
        keysync top --once --json | jq '.[] | select(.status == "offline") | .node'
        keysync top --cluster prod --json >> figures.jsonl
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Flag(help: "Print what the broker keeps, and end.")
  var once = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let synchronizer = try cluster.open()
    let settings = try cluster.node.settings()
    let names = try PeerNames(synchronizer)
    let watch = try ClusterWatch(synchronizer.cluster, settings: settings, node: synchronizer.node.nodeID)
    let board = Board { names.text($0) }
    watch.start()
    let result: Result<Void, any Error>
    do {
      result = .success(try await run(watch, board, synchronizer.cluster, settings.broker.url))
    } catch { result = .failure(error) }
    await watch.stop()
    try result.get()
  }

  private func run(_ watch: ClusterWatch, _ board: Board, _ cluster: ClusterName, _ broker: String) async throws {
    if once {
      var once = TopOnce(cluster: cluster, watch: watch, board: board, isJSON: json)
      try await once.run()
    } else if json || !Terminal.isDrawable {
      var stream = TopStream(watch: watch, board: board, isJSON: json)
      try await stream.run()
    } else {
      var screen = TopScreen(cluster: cluster, broker: broker, watch: watch, board: board)
      try await screen.run()
    }
  }
}
