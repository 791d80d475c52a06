import Glibc

/// Why a key file was not read or created: the path, what is wrong, and what to do.
package struct KeyFileError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  package enum Problem: Equatable, Sendable {
    case missing
    case exists
    case noDirectory
    case symbolicLink
    case notAFile
    /// The owner, who is not the user that runs this.
    case foreignOwner(UInt32)
    /// The permissions, which give more than reading and writing by the owner.
    case looseMode(UInt32)
    /// Not the one line of version 1: cut short, too long, or something else.
    case wrongForm
    case system(SystemError)
  }

  package let path: String
  package let problem: Problem

  package var description: String {
    switch problem {
    case .missing:
      "there is no node key at \(path): create the node first"
    case .exists:
      "\(path) exists and is not overwritten, as a new key would make this another node: "
        + "move it away if that is meant"
    case .noDirectory:
      "there is no directory for \(path): create it with mode 0700"
    case .symbolicLink:
      "\(path) is a symbolic link: put the key file itself in its place"
    case .notAFile:
      "\(path) is not a regular file: put the key file in its place"
    case .foreignOwner(let owner):
      "\(path) belongs to user \(owner), but this runs as user \(geteuid()): run it as the owner, or change the owner"
    case .looseMode(let mode):
      "\(path) has mode \(octal(mode)), so that others may get at the key: chmod 600 it, "
        + "and make a new node if somebody may have read it"
    case .wrongForm:
      "\(path) does not hold a node key (one line, \(KeyFile.label) and 64 hexadecimal digits): "
        + "restore it from a copy"
    case .system(let error):
      "\(path) could not be used: \(error)"
    }
  }
}

extension KeyFileError.Problem {
  /// What a failed call means while the file is read. `open(2)` says `ELOOP` of a link that it was told not to follow.
  init(reading error: SystemError) {
    switch error.number {
    case ENOENT: self = .missing
    case ELOOP: self = .symbolicLink
    default: self = .system(error)
    }
  }

  /// What a failed call means while the file is created.
  init(creating error: SystemError) {
    switch error.number {
    case EEXIST: self = .exists
    case ENOENT: self = .noDirectory
    default: self = .system(error)
    }
  }
}
