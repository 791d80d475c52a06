import ArgumentParser
import KeySync

/// `keysync-benchmarks list`
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "What it costs to list all keys.",
    discussion: """
      Times are those of the library, over all cores together, without making the table or JSON of it. Each peer has confirmed \
      each key.

      Examples:
        swift run -c release keysync-benchmarks list
        swift run -c release keysync-benchmarks list --keys 1000000 --peers 0
      """
  )

  @Option(parsing: .upToNextOption, help: "How many keys there are, of one record each.")
  var keys = [10_000, 100_000]

  @Option(parsing: .upToNextOption, help: "How many peers there are.")
  var peers = [0, 3]

  private static let runs = 5

  func validate() throws {
    guard keys.allSatisfy({ $0 > 0 }) else { throw ValidationError("--keys must be numbers from 1 on") }
    guard peers.allSatisfy({ $0 >= 0 }) else { throw ValidationError("--peers must be numbers from 0 on") }
  }

  func run() throws {
    let verification = SignatureTime.measured()
    print("One verification took \((verification / .microseconds(1)).grouped) µs.\n")
    var table = MarkdownTable(["Keys", "Peers", "Time (verifications a key)", "Seconds for 100,000 keys"])
    for count in keys {
      for peers in peers {
        let time = try Self.cost(keys: count, peers: peers) / count
        table.add([count.grouped, "\(peers)", (time / verification).fixed(2), (time * 100_000).seconds.fixed(2)])
      }
    }
    print(table.text)
  }

  private static func cost(keys: Int, peers: Int) throws -> Duration {
    let node = try FilledNode(keys: keys, peers: peers)
    return try Stopwatch.medianTotal(of: runs) {
      let listed = try node.synchronizer.keys()
      precondition(listed.count == keys, "all are listed")
      precondition(listed.allSatisfy { $0.hasData && $0.peersInstalled == peers }, "all are here and everywhere")
    }
  }
}
