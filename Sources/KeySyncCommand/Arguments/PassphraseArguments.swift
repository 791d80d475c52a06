import ArgumentParser
import Foundation
import KeySync

/// Where the passphrase of a backup comes from: a file, or somebody who types it. Never an argument or the environment, which
/// others can see.
struct PassphraseArguments: ParsableArguments {
  @Option(help: "The file whose first line is the passphrase; without it the passphrase is asked for.")
  var passphraseFile: String?

  /// The passphrase.
  ///
  /// - Parameter repeating: whether it is asked for twice, as it is when nothing can tell that it is mistyped.
  /// - Throws: `CommandError.usage` when there is no file and nobody types, or what was typed differs; `PassphraseError`.
  func passphrase(repeating: Bool) throws -> Passphrase {
    if let passphraseFile { return try Self.firstLine(of: InputFile(passphraseFile)) }
    guard Terminal.isTyped else {
      throw CommandError.usage("nobody types here who could be asked for the passphrase: give --passphrase-file FILE")
    }
    var typed = try Terminal.secretLine("passphrase: ")
    defer { Self.wipe(&typed) }
    let passphrase = try Passphrase(typed)
    guard repeating else { return passphrase }
    var again = try Terminal.secretLine("the same again: ")
    defer { Self.wipe(&again) }
    guard again == typed else { throw CommandError.usage("the two passphrases differ; nothing was done") }
    return passphrase
  }

  private static func firstLine(of file: InputFile) throws -> Passphrase {
    var bytes = try file.read(limit: 2 * Limits.passphraseBytes.upperBound)
    defer { wipe(&bytes) }
    var line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
    defer { wipe(&line) }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return try Passphrase(line)
  }

  /// Overwrites what will not be needed; the compiler does not know that nobody looks.
  @inline(never)
  private static func wipe(_ bytes: inout [UInt8]) {
    for index in bytes.indices { bytes[index] = 0 }
  }
}
