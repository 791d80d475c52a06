import ArgumentParser
import KeySync
import KeySyncBroker
import KeySyncTestSupport

/// `keysync-benchmarks ingest`
struct Ingest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "What it costs to take changes in, and to send them.",
    discussion: """
      Real workers as processes of their own, a real mosquitto, real stores. What is to be taken in waits at the broker before \
      the clock starts. Processor time is that of the workers alone, over all threads; the broker and this program have theirs \
      on the same cores, which counts in what the clock says.

      Examples:
        TMPDIR=/dev/shm swift run -c release keysync-benchmarks ingest
        swift run -c release keysync-benchmarks ingest --changes 5000 --waiting 20000
      """
  )

  @Option(help: "How many changes each row takes in.")
  var changes = 20_000

  @Option(help: "How often each row is measured; its median is shown.")
  var runs = 3

  @Option(help: "How many messages wait where memory is measured.")
  var waiting = 200_000

  @Option(parsing: .upToNextOption, help: "What is measured.")
  var stages = Stage.allCases

  @Option(parsing: .upToNextOption, help: "How many changes a message has.")
  var sizes = [1, 64]

  enum Stage: String, CaseIterable, ExpressibleByArgument { case checks, receiving, sending, sharing, memory }

  private var forms: [MessageForm] { MessageForm.all.filter { sizes.contains($0.changes) } }

  func validate() throws {
    guard changes > 0, waiting > 0, runs > 0 else {
      throw ValidationError("--changes, --waiting and --runs must be numbers from 1 on")
    }
  }

  func run() async throws {
    print("One verification took \((SignatureTime.measured() / .microseconds(1)).grouped) µs.\n")
    for stage in stages {
      switch stage {
      case .checks: try await checks()
      case .receiving: try await receiving()
      case .sending: try await sending()
      case .sharing: try await sharing()
      case .memory: try await memory()
      }
    }
  }

  private func checks() async throws {
    print("### Checks in memory\n")
    var table = MarkdownTable(MessageForm.headings + ["Time a change (verifications)"])
    for form in forms {
      let (cost, verification) = try await SignatureTime.around { try CheckCost(form, changes: changes) }
      table.add(form.cells + [(cost.time / verification / Double(changes)).fixed(2)])
    }
    print("\(table.text)\n")
  }

  private func receiving() async throws {
    print("### Taking in\n")
    var table = MarkdownTable(MessageForm.headings + IngestRatios.headings)
    for form in forms { table.add(form.cells + (try await ratios(form).cells)) }
    print("\(table.text)\n")
  }

  private func sharing() async throws {
    print("### Two workers\n")
    var table = MarkdownTable(["Workers", "Changes a message"] + IngestRatios.headings)
    for size in sizes {
      for workers in [1, 2] {
        let form = MessageForm(changes: size, isSealed: true, dataBytes: 32)
        table.add(["\(workers)", "\(size)"] + (try await ratios(form, workers: workers).cells))
      }
    }
    print("\(table.text)\n")
  }

  /// Each run is set against the verifications right before and after it.
  private func ratios(_ form: MessageForm, workers: Int = 1) async throws -> IngestRatios {
    var ratios = IngestRatios()
    for _ in 0..<runs {
      let (cost, verification) = try await SignatureTime.around {
        try await IngestCost(form, changes: changes, workers: workers)
      }
      ratios.add(cost, verification: verification)
    }
    return ratios
  }

  private func sending() async throws {
    print("### Sending\n")
    var table = MarkdownTable(["Stage", "Processor a change (verifications)", "Clock a change (verifications)"])
    let (cost, verification) = try await SignatureTime.around { try await SendingCost(changes: changes) }
    for (stage, cells) in cost.cells(verification) { table.add([stage] + cells) }
    print("\(table.text)\n")
  }

  private func memory() async throws {
    let form = MessageForm(changes: 1, isSealed: true, dataBytes: 32)
    let cost = try await IngestCost(form, changes: waiting)
    let mebibytes = (cost.peakResidentBytes + 1 << 20 - 1) >> 20
    print("With \(waiting.grouped) messages waiting at the broker a worker had \(mebibytes) MiB at most.")
  }
}
