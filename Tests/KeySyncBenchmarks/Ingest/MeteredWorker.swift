import Foundation
import KeySync
import KeySyncTestSupport

/// A worker as a process of its own, whose processor time and memory are read from the system.
final class MeteredWorker {
  private let process: LeashedProcess
  private let log: String

  struct NoProcess: Error {}

  init(home: Home, name: String, directory: TemporaryDirectory) throws {
    log = directory.file("\(name).log")
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    guard
      let started = LeashedProcess(
        [executable, "worker", "--home", home.path, "--worker", name],
        directory: directory.path,
        log: "\(name).log"
      )
    else { throw NoProcess() }
    process = started
  }

  deinit { process.end(with: SIGKILL) }

  /// What it has logged.
  var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// Holds it still, so that work gathers at the broker.
  func freeze() { process.send(SIGSTOP) }

  /// Lets it go on.
  func thaw() { process.send(SIGCONT) }

  /// What it has had of the processors since it started, over all threads.
  var processorTime: Duration {
    // The fields after the name in parentheses; the 14th and 15th of all are times in ticks.
    let fields = system("stat").split(separator: ")").last?.split(separator: " ").dropFirst(11).prefix(2) ?? []
    let ticks = fields.compactMap { Int($0) }.reduce(0, +)
    return .seconds(1) * Double(ticks) / Double(sysconf(CInt(_SC_CLK_TCK)))
  }

  /// The most memory that it has had at one time, in bytes.
  var peakResidentBytes: Int {
    let line = system("status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (line.split(separator: " ").dropFirst().first { Int($0) != nil }.flatMap { Int($0) } ?? 0) * 1024
  }

  private func system(_ file: String) -> String {
    (try? String(contentsOfFile: "/proc/\(process.processID)/\(file)", encoding: .utf8)) ?? ""
  }
}
