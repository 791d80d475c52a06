import Logging
import ServiceLifecycle

@testable import KeySync

/// A worker that runs until it is stopped, with its log.
final class RunningWorker: Sendable {
  let log = RecordingLog()
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  init(_ node: Node, _ settings: Settings, clock: LeaseClock = .system) throws {
    let worker = try Worker(node: node, settings: settings, logger: log.logger, clock: clock)
    let group = ServiceGroup(
      services: [worker],
      logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
    )
    self.group = group
    running = Task { try await group.run() }
  }

  func stop() async throws {
    await group.triggerGracefulShutdown()
    try await running.value
  }
}
