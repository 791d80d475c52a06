import Foundation
import Glibc

/// A disk of a few MiB in memory, which only root can have; it goes with the object.
package final class SmallDisk: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  private let directory: TemporaryDirectory

  /// Whether this process may have one.
  package static let isPermitted = (try? SmallDisk(megabytes: 1)) != nil

  package init(megabytes: Int) throws {
    directory = try TemporaryDirectory()
    guard unsafe mount("tmpfs", directory.path, "tmpfs", 0, "size=\(megabytes)m,mode=700") == 0 else {
      throw Failure(description: "mount: \(unsafe String(cString: strerror(errno)))")
    }
  }

  deinit { unsafe umount2(directory.path, CInt(MNT_DETACH)) }

  /// The path of a file on it, which need not exist.
  package func file(_ name: String) -> String { directory.file(name) }

  /// Writes until nothing more fits.
  package func fill() throws {
    let descriptor = unsafe open(file("ballast"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(description: "no file") }
    defer { close(descriptor) }
    let page = [UInt8](repeating: 0, count: 4096)
    while unsafe write(descriptor, page, page.count) > 0 {}
    guard errno == ENOSPC else { throw Failure(description: unsafe String(cString: strerror(errno))) }
  }

  /// Makes room again.
  package func empty() { unsafe unlink(file("ballast")) }
}
