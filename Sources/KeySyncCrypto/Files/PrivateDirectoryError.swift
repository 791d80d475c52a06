import Glibc

/// Why a directory is not fit for secrets: the path, what is wrong, and what to do.
package struct PrivateDirectoryError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  package enum Problem: Equatable, Sendable {
    case missing
    case symbolicLink
    case notADirectory
    /// The owner, who is not the user that runs this.
    case foreignOwner(UInt32)
    /// The permissions, which give others some.
    case looseMode(UInt32)
    case system(SystemError)
  }

  package let path: String
  package let problem: Problem

  package var description: String {
    switch problem {
    case .missing:
      "there is no directory \(path): create it with mode 0700"
    case .symbolicLink:
      "\(path) is a symbolic link: name the directory itself"
    case .notADirectory:
      "\(path) is not a directory: name another, or move it away"
    case .foreignOwner(let owner):
      "\(path) belongs to user \(owner), but this runs as user \(geteuid()): run it as the owner, or change the owner"
    case .looseMode(let mode):
      "\(path) has mode \(octal(mode)), so that others may get at what is in it: chmod 700 it"
    case .system(let error):
      "\(path) could not be used: \(error)"
    }
  }
}

/// A mode as `chmod` takes it, with four digits.
func octal(_ mode: UInt32) -> String {
  let digits = String(mode, radix: 8)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
