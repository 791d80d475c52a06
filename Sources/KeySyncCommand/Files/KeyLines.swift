import Foundation
import KeySync

/// Keys as lines of JSON, one object a line: `{"key":…,"algorithm":…,"data":…,"attributes":{…}}`, the data in Base64.
struct KeyLines {
  private(set) var keys: [ImportedKey] = []
  /// The line of each key, from 1.
  private(set) var lines: [Int] = []
  private let file: String

  /// What is read at once: about a million keys of 32 bytes.
  static let limit = 256 * 1024 * 1024

  /// Reads all lines; empty ones are left out.
  ///
  /// - Throws: `CommandError.badInput` with the first line that is no key, or names one a second time.
  init(_ input: InputFile) throws {
    file = input.name
    let bytes = try input.read(limit: Self.limit)
    guard bytes.count <= Self.limit else {
      throw CommandError.badInput("\(file) has more than \(Self.limit / 1_048_576) MiB; split it")
    }
    var seen: [KeyID: Int] = [:]
    let decoder = JSONDecoder()
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) else { continue }
      let key: ImportedKey
      do {
        key = try decoder.decode(KeyLine.self, from: Data(line)).key
      } catch { throw problem(Self.reason(error), atLine: index + 1) }
      if let first = seen.updateValue(index + 1, forKey: key.keyID) {
        throw problem("\(key.keyID) is in line \(first) already", atLine: index + 1)
      }
      keys.append(key)
      lines.append(index + 1)
    }
  }

  /// A problem with one of the keys.
  func problem(_ error: KeyImportError) -> CommandError { problem("\(error.reason)", atLine: lines[error.position]) }

  private func problem(_ reason: String, atLine line: Int) -> CommandError {
    .badInput("\(file), line \(line): \(reason); nothing was changed")
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as KeyLine.Problem: error.sentence
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is not of the right type"
    case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
    default: "this is no JSON object"
    }
  }
}
