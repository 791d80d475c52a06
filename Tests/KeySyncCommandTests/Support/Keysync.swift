import Foundation
import Subprocess

/// What a command left behind.
struct Outcome: Sendable {
  let code: Int32
  let output: [UInt8]
  let talk: String

  var text: String { String(decoding: output, as: UTF8.self) }

  /// The output as JSON.
  func json() throws -> JSON { JSON(try JSONSerialization.jsonObject(with: Data(output), options: .fragmentsAllowed)) }
}

/// The built `keysync`, beside the test bundle, as a user runs it: with an environment that has nothing of ours.
enum Keysync {
  private static let directory: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().path
  }()

  /// The executable.
  static var path: String { "\(directory)/keysync" }

  /// Whether it was built with `-c release`, as `deploy/test` does: then it does ten times as much in a time.
  static var isOptimised: Bool { directory.hasSuffix("/release") }

  /// The environment of a user who has set nothing.
  static var environment: [Environment.Key: String] {
    // deploy/test knows by the temporary directory which processes are the tests'.
    let temporary = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    return ["PATH": "\(directory):/usr/bin:/bin", "HOME": "/nonexistent", "TMPDIR": temporary]
  }

  static func run(
    _ arguments: [String],
    input: [UInt8]? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await run(path, arguments, input: input, environment: environment)
  }

  /// Runs a line of shell in which `keysync` is the built one.
  static func shell(_ line: String) async throws -> Outcome { try await run("/bin/sh", ["-c", line]) }

  private static func run(
    _ executable: String,
    _ arguments: [String],
    input: [UInt8]? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    var variables = self.environment
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    let result = try await Subprocess.run(
      .path(.init(executable)),
      arguments: Arguments(arguments),
      environment: .custom(variables),
      input: .array(input ?? []),
      output: .bytes(limit: 1 << 22),
      error: .string(limit: 1 << 20)
    )
    let status = result.terminationStatus
    guard case .exited(let code) = status else { throw Crash(arguments: arguments, status: "\(status)") }
    return Outcome(code: code, output: result.standardOutput, talk: result.standardError)
  }
}

/// A command that ended by a signal.
struct Crash: Error {
  let arguments: [String]
  let status: String
}
