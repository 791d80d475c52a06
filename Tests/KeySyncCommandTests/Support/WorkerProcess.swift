import Foundation
import KeySyncTestSupport
import Synchronization

/// A node's worker as a process of its own, which can be killed and started again. It ends with the object.
final class WorkerProcess: Sendable {
  struct NoProcess: Error {}

  private let node: TestNode
  private let arguments: [String]
  private let log: String
  private let process = Mutex<LeashedProcess?>(nil)
  private let earlier = Mutex("")

  /// Starts it, with its log in this file beside the home.
  init(_ node: TestNode, log: String = "worker.log", _ arguments: String...) throws {
    self.node = node
    self.arguments = arguments
    self.log = log
    try start()
  }

  /// What it said since it was last started.
  var said: String { (try? String(contentsOfFile: node.directory.file(log), encoding: .utf8)) ?? "" }

  /// What it said since it was first started.
  var saidEver: String { earlier.withLock { $0 } + said }

  /// Its number while it runs.
  var processID: Int32? { process.withLock { $0?.processID } }

  /// The most memory that it had at any time, in KiB.
  var peakMemory: Int? {
    let status = processID.flatMap { try? String(contentsOfFile: "/proc/\($0)/status", encoding: .utf8) }
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }
  }

  deinit { kill() }

  /// Starts it again.
  func start() throws {
    earlier.withLock { $0 += said }
    let variables = Keysync.environment.map { "\($0.key.rawValue)=\($0.value)" }
    // A write beyond a limit on the size of files is to fail, and not to end it.
    let environment = ["/usr/bin/env", "-i", "--ignore-signal=XFSZ"] + variables
    let command = environment + [Keysync.path, "worker", "--home", node.home] + arguments
    guard let started = LeashedProcess(command, directory: node.directory.path, log: log) else {
      throw NoProcess()
    }
    process.withLock { $0 = started }
  }

  /// Ends it as a power cut does.
  func kill() { process.withLock { $0.take() }?.end(with: SIGKILL) }

  /// Holds it still, as a machine does that swaps.
  func freeze() { process.withLock { $0?.send(SIGSTOP) } }

  /// Lets it go on.
  func thaw() { process.withLock { $0?.send(SIGCONT) } }

  /// Ends it as a service manager does.
  func stop() { process.withLock { $0.take() }?.end(with: SIGTERM) }
}
