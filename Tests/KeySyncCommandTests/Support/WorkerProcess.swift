import Glibc
import KeySyncTestSupport
import Synchronization

/// A node's worker as a process of its own, which can be killed and started again. It ends with the object.
final class WorkerProcess: Sendable {
  struct NoProcess: Error {}

  private let node: TestNode
  private let arguments: [String]
  private let process = Mutex<LeashedProcess?>(nil)

  init(_ node: TestNode, _ arguments: String...) throws {
    self.node = node
    self.arguments = arguments
    try start()
  }

  deinit { kill() }

  /// Starts it again.
  func start() throws {
    let variables = Keysync.environment.map { "\($0.key.rawValue)=\($0.value)" }
    let command = ["/usr/bin/env", "-i"] + variables + [Keysync.path, "worker", "--home", node.home] + arguments
    guard let started = LeashedProcess(command, directory: node.directory.path, log: "worker.log") else {
      throw NoProcess()
    }
    process.withLock { $0 = started }
  }

  /// Ends it as a power cut does.
  func kill() { process.withLock { $0.take() }?.end(with: SIGKILL) }

  /// Ends it as a service manager does.
  func stop() { process.withLock { $0.take() }?.end(with: SIGTERM) }
}
