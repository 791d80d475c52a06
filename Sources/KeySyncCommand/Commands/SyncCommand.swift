import ArgumentParser
import KeySync

/// `keysync sync`
struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Compare all keys with the peers now, and exchange what is missing.",
    discussion: """
      The worker of this node does it; it does the same by itself whenever announcements differ. Without --peer all peers \
      are meant that were heard within ten minutes. Without --wait the command only starts it. With --wait it shows how far \
      it has come and ends when all these peers agree (exit code 0), or says who does not and why (75). With --json: an \
      object with peers, an array of objects with node_id, name, outcome (agreed, refused, unsettled, silent; started \
      without --wait), reason, rounds, fetched, sent, refused_here and refused_there.

      Examples:
        keysync sync --wait
        keysync sync --full --peer west --wait
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Flag(help: "Compare all keys afresh, from random bounds, whatever the peers announce.")
  var full = false

  @Option(name: .customLong("peer"), help: ArgumentHelp("This peer alone, by name or node id.", valueName: "name"))
  var peerName: String?

  @Flag(help: "Wait until it is done.")
  var wait = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let synchronizer = try cluster.open()
    let peers = try chosenPeers(of: synchronizer)
    guard try synchronizer.workers().contains(where: \.isRunning) else { throw SyncError.noWorker }
    let requests = try synchronizer.requestSync(with: peers.map(\.node), isFull: full)
    guard wait else {
      if json { return try Terminal.printJSON(JSONValue.object(["peers": .array(peers.map(SyncReport.started))])) }
      return Terminal.say("started with \(peers.map(\.name).joined(separator: ", ")); watch with: keysync sync --wait")
    }
    let reports = try await SyncWaiting(synchronizer, peers, requests).finish()
    if json {
      try Terminal.printJSON(JSONValue.object(["peers": .array(reports.map(\.json))]))
    } else {
      for report in reports { try Terminal.print(report.text) }
    }
    guard reports.allSatisfy(\.isAgreed) else { throw ExitCode(ExitStatus.temporary.rawValue) }
  }

  private func chosenPeers(of synchronizer: KeySynchronizer) throws -> [TrustedPeer] {
    if let peerName {
      let peer = try synchronizer.peer(peerName)
      guard !peer.isSelf else { throw KeySyncError.peerIsSelf }
      return [peer]
    }
    let others = try synchronizer.peers().filter { !$0.isSelf }
    let active = others.filter(\.isActive)
    for peer in others where !peer.isActive { Terminal.say("\(peer.name) is left out: heard \(peer.heardText)") }
    guard !active.isEmpty else { throw SyncError.nobodyHeard }
    return active
  }
}

/// Why nothing was started.
enum SyncError: Error, CustomStringConvertible {
  case noWorker
  case nobodyHeard

  var description: String {
    switch self {
    case .noWorker: "no worker is running on this node; start one with: keysync worker"
    case .nobodyHeard: "no peer was heard within ten minutes; see: keysync peer list"
    }
  }
}
