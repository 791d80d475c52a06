import ArgumentParser
import CAllocations
import KeySync

/// `keysync-benchmarks verify`
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "What it costs to verify a store.",
    discussion: """
      Filling the store takes most of the time; a directory in memory spares the disk.

      Examples:
        TMPDIR=/dev/shm swift run -c release keysync-benchmarks verify --keys 100000
      """
  )

  @Option(parsing: .upToNextOption, help: "How many keys there are, of one record each.")
  var keys = [10_000, 100_000]

  func run() throws {
    let verification = SignatureTime.measured()
    print("One verification took \((verification / .microseconds(1)).grouped) µs.\n")
    var table = MarkdownTable(["Keys", "Time (verifications)", "Time (verifications a key)", "Memory"])
    for count in keys {
      let (time, bytes) = try Self.cost(keys: count)
      let verifications = time / verification
      table.add([
        count.grouped, verifications.grouped, (verifications / Double(count)).fixed(2), "\(bytes.kibibytes) KiB",
      ])
    }
    print(table.text)
  }

  private static func cost(keys: Int) throws -> (Duration, bytes: Int) {
    let node = try FilledNode(keys: keys)
    var bytes = 0
    let time = try Stopwatch.total {
      allocations_begin()
      let report = try node.synchronizer.verify()
      bytes = Int(allocations_peak())
      precondition(report.isSound && report.records == keys, "a sound store is sound")
    }
    return (time, bytes)
  }
}
