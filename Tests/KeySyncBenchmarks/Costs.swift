import ArgumentParser

/// `keysync-benchmarks costs`
struct Costs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "costs",
    abstract: "Costs of reconciliation, of its index, and of starting with it.",
    discussion: """
      Times are given in verifications: how long libsodium takes to verify one Ed25519 signature, on this machine, in this \
      run. Rounds and bytes are the same in every run.

      Examples:
        swift run -c release keysync-benchmarks costs
        swift run -c release keysync-benchmarks costs --keys 10000 100000
      """
  )

  @Option(parsing: .upToNextOption, help: "How many keys there are.")
  var keys = [10_000, 100_000, 1_000_000]

  @Option(parsing: .upToNextOption, help: "How many heads two nodes differ in.")
  var differences = [0, 1, 10, 1000]

  func validate() throws {
    guard keys.allSatisfy({ $0 > 0 }) else { throw ValidationError("--keys must be numbers from 1 on") }
    guard differences.allSatisfy({ $0 >= 0 }) else { throw ValidationError("--differences must be numbers from 0 on") }
  }

  func run() throws {
    let verification = SignatureTime.measured()
    print("One verification took \((verification / .microseconds(1)).grouped) µs.\n")
    print("### Reconciliation\n")
    var table = MarkdownTable([
      "Keys", "Differences", "Round trips", "Bytes there", "Bytes back", "Time (verifications)",
      "Memory beside the indexes",
    ])
    for count in keys {
      for difference in differences {
        let cost = try ReconciliationCost(keys: count, differences: difference)
        table.add([
          count.grouped, difference.grouped, "\(cost.roundTrips)", cost.bytesThere.grouped, cost.bytesBack.grouped,
          (cost.time / verification).grouped, "\(cost.peakBytes.kibibytes) KiB",
        ])
      }
    }
    print(table.text)
    print("\n### Starting\n")
    var starts = MarkdownTable(StartCost.headings)
    for count in keys { starts.add(try StartCost(keys: count).cells(verification: verification)) }
    print(starts.text)
  }
}
