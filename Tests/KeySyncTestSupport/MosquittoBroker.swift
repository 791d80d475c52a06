import Foundation
import Glibc
import Synchronization

/// A real mosquitto on a free loopback port, from `broker-config/loopback.conf` or `server.conf`, in a directory of its own.
///
/// It ends with the object, and with the test process, however that ends.
package final class MosquittoBroker: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package let port: UInt16
  /// Its working directory; files named in the configuration are looked for there.
  package let directory: TemporaryDirectory
  private let process = Mutex<LeashedProcess?>(nil)

  /// Starts a broker and waits until it accepts connections.
  /// - Parameters:
  ///   - configuration: lines added to the configuration, in which `PORT` stands for the port; with a `listener` among them the
  ///     one on loopback is not opened.
  ///   - files: written into the working directory first, by name.
  package convenience init(configuration: String = "", files: [String: String] = [:]) throws {
    let loopback = try Self.shipped("loopback.conf")
    try self.init(whole: "\(loopback)\n\(configuration)\n", files: files)
  }

  /// Starts a broker from `server.conf` and `server.acl`, as they are but for the port, and that it is open on loopback alone.
  /// - Parameter passwords: the text of its password file.
  package convenience init(server certificate: CertificateAuthority.Certificate, passwords: String) throws {
    let configuration = try Self.shipped("server.conf").replacing("listener 8883", with: "listener PORT 127.0.0.1")
    let files = [
      "server.acl": try Self.shipped("server.acl"),
      "passwords": passwords,
      "server.crt": try String(contentsOfFile: certificate.certificateFile, encoding: .utf8),
      "server.key": try String(contentsOfFile: certificate.keyFile, encoding: .utf8),
    ]
    // A broker that root starts would leave the directory to another user.
    try self.init(whole: configuration + "\nuser root\n", files: files)
  }

  private init(whole configuration: String, files: [String: String]) throws {
    guard let port = LoopbackPort.free() else { throw Failure(description: "no free port") }
    self.port = port
    directory = try TemporaryDirectory()
    for (name, text) in files { try text.write(toFile: directory.file(name), atomically: true, encoding: .utf8) }
    let configuration = configuration.replacing("PORT", with: "\(port)")
    try configuration.write(toFile: directory.file("mosquitto.conf"), atomically: true, encoding: .utf8)
    try launch()
  }

  deinit { kill() }

  /// The broker's URL.
  package var url: String { "mqtt://127.0.0.1:\(port)" }

  /// What it said since it was last started.
  package var log: String { (try? String(contentsOfFile: directory.file(Self.logFile), encoding: .utf8)) ?? "" }

  /// Ends it as an operator does: it says goodbye and saves its sessions.
  package func stop() { end(with: SIGTERM) }

  /// Ends it as a power cut does.
  package func kill() { end(with: SIGKILL) }

  /// Holds it still: connections stand and nothing is answered, as on a network that has died.
  package func freeze() { process.withLock { $0?.send(SIGSTOP) } }

  /// Starts it again, on the same port with the same directory, after stopping it if it runs.
  package func restart() throws {
    stop()
    try launch()
  }

  private func launch() throws {
    try? FileManager.default.removeItem(atPath: directory.file(Self.logFile))
    let command = ["/usr/bin/env", "PATH=\(Self.path)", "mosquitto", "-c", "mosquitto.conf", "-p", "\(port)"]
    guard let started = LeashedProcess(command, directory: directory.path, log: Self.logFile) else {
      throw Failure(description: "no process for mosquitto")
    }
    // Its own word counts: a connection could be accepted by somebody else on that port.
    let deadline = ContinuousClock.now + .seconds(60)
    while !log.contains(" running\n") {
      if started.hasEnded() { throw Failure(description: "mosquitto did not start: \(log)") }
      guard .now < deadline else {
        started.end(with: SIGKILL)
        throw Failure(description: "mosquitto does not say that it runs: \(log)")
      }
      usleep(2_000)
    }
    process.withLock { $0 = started }
  }

  private func end(with signal: CInt) { process.withLock { $0.take() }?.end(with: signal) }

  private static let logFile = "mosquitto.log"

  /// Debian keeps mosquitto where only administrators look.
  private static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin") + ":/usr/sbin"

  /// A file in `broker-config` of this repository, three levels above this file.
  private static func shipped(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "broker-config/\(name)"), encoding: .utf8)
  }
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
