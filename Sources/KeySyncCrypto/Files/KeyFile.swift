import CSodium
import Glibc
import KeySyncCore

/// The file that keeps a node's secret: one line, `KEYSYNC-NODE-KEY-1`, a space and the Ed25519 seed as 64 hexadecimal
/// digits. It belongs to the user that runs the node, and nobody else has access to it.
package struct KeyFile: Sendable {
  /// The word a key file of version 1 begins with.
  package static let label = "KEYSYNC-NODE-KEY-1"

  package let path: String

  package init(path: String) { self.path = path }

  /// Reads the identity. Throws for a link, another owner, a mode looser than 0600, and for all but the exact form.
  package func read() throws(KeyFileError) -> Identity {
    // Without waiting: a pipe in the file's place must not hold us up.
    let file = try reading { () throws(SystemError) in try Descriptor(path, O_RDONLY | O_NONBLOCK) }
    let status = try reading { () throws(SystemError) in try file.status() }
    if let problem = Self.problem(of: status) { throw failure(problem) }
    let text = try unsafe GuardedBytes(count: Self.textCount) { text throws(KeyFileError) in
      let count = try reading { () throws(SystemError) in try unsafe file.read(into: text, count: Self.textCount) }
      guard count == Self.textCount else { throw failure(.wrongForm) }
    }
    return try unsafe text.withBytes { text throws(KeyFileError) in try unsafe parse(text) }
  }

  /// Creates the file. Throws where the path exists, whatever it is. A crash leaves the whole file or none; what may
  /// stay behind is a draft beside it, named `path.` and 16 hexadecimal digits, which nothing reads.
  package func create(for identity: Identity) throws(KeyFileError) {
    do {
      try publish(Self.text(of: identity))
      let directory = try Descriptor(directory, O_RDONLY | O_DIRECTORY)
      try directory.synchronize()
    } catch {
      throw failure(KeyFileError.Problem(creating: error))
    }
  }

  /// Writes a draft and gives it the file's name, which fails where the name is taken.
  private func publish(_ text: borrowing GuardedBytes) throws(SystemError) {
    let draft = "\(path).\(Randomness.system.bytes(8).hex)"
    let file = try Descriptor(draft, O_WRONLY | O_CREAT | O_EXCL)
    defer { _ = unsafe unlink(draft) }
    try file.setMode(0o600)
    try unsafe text.withBytes { bytes throws(SystemError) in try unsafe file.write(bytes, count: text.count) }
    try file.synchronize()
    guard unsafe link(draft, path) == 0 else { throw SystemError("link") }
  }

  /// The directory that holds the file, with the slash behind it.
  private var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return String(path[...slash])
  }

  private func reading<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
  ) throws(KeyFileError) -> Result {
    do {
      return try body()
    } catch {
      throw failure(KeyFileError.Problem(reading: error))
    }
  }

  private func failure(_ problem: KeyFileError.Problem) -> KeyFileError {
    KeyFileError(path: path, problem: problem)
  }
}

/// The form.
extension KeyFile {
  private static let opening = Array("\(label) ".utf8)
  private static let digitCount = 2 * Identity.seedCount
  private static let textCount = opening.count + digitCount + 1
  private static let newline = UInt8(ascii: "\n")

  /// The line of an identity.
  private static func text(of identity: Identity) -> GuardedBytes {
    unsafe GuardedBytes(count: textCount) { text in
      unsafe text.update(from: opening, count: opening.count)
      unsafe identity.withSeed { seed in
        // Writes a zero behind the digits, where the end of the line comes next.
        unsafe text.advanced(by: opening.count).withMemoryRebound(to: CChar.self, capacity: digitCount + 1) {
          _ = unsafe sodium_bin2hex($0, digitCount + 1, seed, Identity.seedCount)
        }
      }
      unsafe text[textCount - 1] = newline
    }
  }

  /// The identity of a line of `textCount` bytes.
  private func parse(_ text: UnsafePointer<UInt8>) throws(KeyFileError) -> Identity {
    let opening = unsafe UnsafeBufferPointer(start: text, count: Self.opening.count)
    guard unsafe opening.elementsEqual(Self.opening), unsafe text[Self.textCount - 1] == Self.newline else {
      throw failure(.wrongForm)
    }
    return try unsafe Identity { seed throws(KeyFileError) in
      var count = 0
      let code = unsafe text.advanced(by: Self.opening.count)
        .withMemoryRebound(to: CChar.self, capacity: Self.digitCount) {
          unsafe sodium_hex2bin(seed, Identity.seedCount, $0, Self.digitCount, nil, &count, nil)
        }
      guard code == 0, count == Identity.seedCount else { throw failure(.wrongForm) }
    }
  }

  /// What is wrong with the file before it is read.
  private static func problem(of status: stat) -> KeyFileError.Problem? {
    if status.kind != S_IFREG { return .notAFile }
    if status.st_uid != geteuid() { return .foreignOwner(status.st_uid) }
    if status.permissions & ~0o600 != 0 { return .looseMode(status.permissions) }
    return status.st_size == textCount ? nil : .wrongForm
  }
}
