import Glibc

/// A directory for secrets: the node's home.
package enum PrivateDirectory {
  /// Throws unless the path is a directory, not a link to one, that belongs to the effective user, and to which group
  /// and others have no access at all.
  package static func check(_ path: String) throws(PrivateDirectoryError) {
    var status = stat()
    guard unsafe lstat(withoutTrailingSlashes(path), &status) == 0 else {
      throw PrivateDirectoryError(path: path, problem: errno == ENOENT ? .missing : .system(SystemError("lstat")))
    }
    if let problem = problem(of: status) { throw PrivateDirectoryError(path: path, problem: problem) }
  }

  private static func problem(of status: stat) -> PrivateDirectoryError.Problem? {
    if status.kind == S_IFLNK { return .symbolicLink }
    if status.kind != S_IFDIR { return .notADirectory }
    if status.st_uid != geteuid() { return .foreignOwner(status.st_uid) }
    return status.permissions & 0o077 == 0 ? nil : .looseMode(status.permissions)
  }

  /// `lstat` follows a link whose name ends in a slash.
  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
