import Foundation
import KeySync

/// The two roads out: data on standard output, talk on standard error.
enum Terminal {
  /// Whether standard output is a terminal and colours are welcome there (no-color.org).
  static var hasColours: Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty ?? true
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether standard output is a terminal whose lines may be drawn again.
  static var isDrawable: Bool { isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// Whether somebody types the input.
  static var isTyped: Bool { isatty(STDIN_FILENO) == 1 }

  /// Whether somebody watches the talk, and its lines may be drawn again.
  static var isTalkSeen: Bool { isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// A line of talk.
  static func say(_ line: String) { sayWithoutLineBreak(line + "\n") }

  /// Talk that goes on in the same line.
  static func sayWithoutLineBreak(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Asks somebody who types; only a clear yes counts.
  static func confirms(_ question: String) -> Bool {
    sayWithoutLineBreak("\(question) [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  /// Lines of data.
  static func print(_ text: String) throws { try write(Data((text + "\n").utf8)) }

  /// Data as it is.
  static func write(_ data: Data) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: data)
    } catch { throw CommandError.write("standard output", reason: error.reason) }
  }

  /// A value as JSON on standard output.
  static func printJSON(_ value: JSONValue) throws { try print(value.text()) }

  /// A list of values as JSON on standard output.
  static func printJSON(_ values: [JSONValue]) throws { try printJSON(JSONValue.array(values)) }

  /// The same for many values that are text already, as `JSONValue.utf8` gives it at depth 1.
  static func printJSONArray(_ texts: [[UInt8]]) throws {
    try JSONValue.write(arrayOf: texts) { try write(Data($0)) }
    try print("")
  }

  /// A value of the library as JSON on standard output.
  static func printJSON(encoding value: some Encodable) throws {
    try print(json(value, [.prettyPrinted]))
  }
}

/// A value as JSON text: names sorted, nothing left out, so that equal values are equal text.
func json(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting = []) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
  let text = String(decoding: try encoder.encode(value), as: UTF8.self).escapedInJSON
  // The encoder spreads what is empty over three lines; no string holds a line break of its own.
  return text.replacing(/\[\n\n *\]/, with: "[]").replacing(/\{\n\n *\}/, with: "{}")
}

extension Error {
  /// Why the file system refused.
  var reason: String {
    let error = self as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    guard cause.domain == NSPOSIXErrorDomain else { return localizedDescription }
    return systemReason(Int32(cause.code))
  }
}

/// What the system calls an error.
func systemReason(_ number: Int32) -> String {
  guard let text = unsafe strerror(number) else { return "error \(number)" }
  return unsafe String(cString: text)
}

extension String {
  /// Escaped but for its line breaks: what the argument parser says may have several lines.
  var escapedLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escaped }.joined(separator: "\n")
  }
}
