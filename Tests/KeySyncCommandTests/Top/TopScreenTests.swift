import Foundation
import KeySyncTestSupport
import Subprocess
import SystemPackage
import Testing

@Suite struct `The table on a terminal` {
  /// How a user ends it.
  enum Way: CaseIterable { case key, interrupt, terminate, hangUp }

  private static let entered = "\u{1B}[?1049h"
  private static let left = "\u{1B}[?1049l"

  /// Runs it on a terminal while the body runs, which has to end it.
  private func withTop(
    of node: TestNode,
    on terminal: PseudoTerminal,
    environment: [String: String] = [:],
    _ body: @Sendable ((Signal) throws -> Void) async throws -> Void
  ) async throws -> TerminationStatus {
    var variables = Keysync.environment
    variables["TERM"] = "xterm"
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    let end = FileDescriptor(rawValue: terminal.program)
    return try await Subprocess.run(
      .path(.init(Keysync.path)),
      arguments: ["top", "--home", node.home],
      environment: .custom(variables),
      input: .fileDescriptor(end, closeAfterSpawningProcess: false),
      output: .fileDescriptor(end, closeAfterSpawningProcess: false),
      error: .discarded
    ) { execution in
      do { try await body { try execution.send(signal: $0) } } catch {
        try execution.send(signal: .kill)
        throw error
      }
    }.terminationStatus
  }

  @Test(arguments: Way.allCases)
  func `gives the terminal back as it was, however it is ended`(way: Way) async throws {
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let worker = try WorkerProcess(node)
    defer { worker.kill() }
    let terminal = try PseudoTerminal(columns: 100, rows: 10)
    let before = terminal.modes()
    let status = try await withTop(of: node, on: terminal) { send in
      try await eventually("the worker is shown") { terminal.text().contains("self  main    online") }
      #expect(terminal.modes() != before, "keys come as they are typed")
      switch way {
      case .key: terminal.type("xq")
      case .interrupt: terminal.type("\u{3}")
      case .terminate: try send(.terminate)
      case .hangUp: try send(.terminalClosed)
      }
    }
    #expect(status == .exited(0))
    #expect(terminal.modes() == before)
    let text = terminal.text()
    #expect(text.hasPrefix(Self.entered))
    #expect(text.hasSuffix("\u{1B}[?7h\u{1B}[?25h\(Self.left)"))
  }

  @Test func `goes on without a broker, says why, and shows the workers once it is there`() async throws {
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let worker = try WorkerProcess(node)
    defer { worker.kill() }
    broker.kill()
    let terminal = try PseudoTerminal(columns: 120, rows: 10)
    let status = try await withTop(of: node, on: terminal) { _ in
      try await eventually("it says why") { terminal.text().contains("nobody listens at \(broker.url)") }
      try broker.restart()
      try await eventually("the worker is shown") { terminal.text().contains("self  main    online") }
      worker.stop()
      try await eventually("it is shown dimmed") { terminal.text().contains("\u{1B}[2mself  main    offline") }
      terminal.type("q")
    }
    #expect(status == .exited(0))
  }

  @Test func `has no colours where they are not wanted`() async throws {
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let worker = try WorkerProcess(node)
    defer { worker.kill() }
    let terminal = try PseudoTerminal(columns: 120, rows: 10)
    _ = try await withTop(of: node, on: terminal, environment: ["NO_COLOR": "1"]) { _ in
      try await eventually("the worker is shown") { terminal.text().contains("self  main    online") }
      terminal.type("q")
    }
    #expect(!terminal.text().contains("mNODE"))
  }
}
