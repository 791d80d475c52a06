import Glibc

extension Store {
  /// The bytes of the store's files, without the index that is made anew at every start.
  package var bytes: Int64 { Self.size(of: path) + Self.size(of: path + "-wal") }

  /// 0 for a file that is not there.
  private static func size(of path: String) -> Int64 {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}
