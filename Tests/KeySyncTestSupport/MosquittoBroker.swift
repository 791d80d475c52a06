import Foundation
import Glibc
import Synchronization

/// A real mosquitto on a free loopback port, from `broker-config/loopback.conf`, in a directory of its own.
///
/// It ends with the object, and with the test process, however that ends: a watcher beside it waits for the other end of its
/// standard input to close.
package final class MosquittoBroker: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// A running broker, and what it lives by.
  private struct Run {
    let process: Process
    let lifeline: FileHandle
  }

  package let port: UInt16
  /// Its working directory; files named in the configuration are looked for there.
  package let directory: TemporaryDirectory
  private let run = Mutex<Run?>(nil)

  /// Starts a broker and waits until it accepts connections.
  /// - Parameters:
  ///   - configuration: lines added to the configuration.
  ///   - files: written into the working directory first, by name.
  package init(configuration: String = "", files: [String: String] = [:]) throws {
    guard let port = LoopbackPort.free() else { throw Failure(description: "no free port") }
    self.port = port
    directory = try TemporaryDirectory()
    for (name, text) in files { try text.write(toFile: directory.file(name), atomically: true, encoding: .utf8) }
    let loopback = try String(contentsOfFile: Self.configurationFile, encoding: .utf8)
    let whole = "\(loopback)\n\(configuration)\n"
    try whole.write(toFile: directory.file("mosquitto.conf"), atomically: true, encoding: .utf8)
    try launch()
  }

  deinit { kill() }

  /// The broker's URL.
  package var url: String { "mqtt://127.0.0.1:\(port)" }

  /// What it said since it was last started.
  package var log: String { (try? String(contentsOfFile: directory.file("mosquitto.log"), encoding: .utf8)) ?? "" }

  /// Ends it as an operator does: it says goodbye and saves its sessions.
  package func stop() { end(with: SIGTERM) }

  /// Ends it as a power cut does.
  package func kill() { end(with: SIGKILL) }

  /// Starts it again, on the same port with the same directory, after stopping it if it runs.
  package func restart() throws {
    stop()
    try launch()
  }

  private func launch() throws {
    var ends: [CInt] = [-1, -1]
    // Not to be inherited by any other child, which would keep it open.
    guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw Failure(description: "no pipe") }
    let lifeline = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", Self.script, "mosquitto", "\(port)"]
    process.currentDirectoryURL = URL(filePath: directory.path)
    process.standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    try? FileManager.default.removeItem(atPath: directory.file("mosquitto.log"))
    try process.run()
    run.withLock { $0 = Run(process: process, lifeline: lifeline) }
    try waitUntilRunning(process)
  }

  /// The shell becomes the broker; before that it leaves a watcher behind that ends the broker when standard input closes.
  private static let script = """
    PATH=$PATH:/usr/sbin
    exec 3<&0 >mosquitto.log 2>&1
    (while read -r _; do :; done <&3; kill -TERM $$) &
    exec mosquitto -c mosquitto.conf -p "$1" 3<&- </dev/null
    """

  /// Its own word counts: a connection could have been accepted by somebody else on that port.
  private func waitUntilRunning(_ process: Process) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !log.contains(" running\n") {
      guard process.isRunning, .now < deadline else { throw Failure(description: "mosquitto did not start: \(log)") }
      usleep(2_000)
    }
  }

  private func end(with signal: CInt) {
    guard let ending = run.withLock({ $0.take() }), ending.process.isRunning else { return }
    _ = Glibc.kill(ending.process.processIdentifier, signal)
    ending.process.waitUntilExit()
    try? ending.lifeline.close()
  }

  /// `broker-config/loopback.conf` of this repository, three levels above this file.
  private static let configurationFile =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "broker-config/loopback.conf").path
}

/// Lends a broker to `body` and ends it afterwards.
package func withBroker<Result>(
  configuration: String = "",
  files: [String: String] = [:],
  _ body: (MosquittoBroker) async throws -> Result
) async throws -> Result {
  let broker = try MosquittoBroker(configuration: configuration, files: files)
  defer { broker.kill() }
  return try await body(broker)
}
