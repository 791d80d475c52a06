import Foundation
import KeySyncCrypto
import Testing

@Suite struct PrivateDirectoryTests {
  let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  /// What is wrong with the directory, where something is.
  private func problem(at path: String) -> PrivateDirectoryError.Problem? {
    do {
      try PrivateDirectory.check(path)
      return nil
    } catch {
      #expect(error.path == path)
      #expect(error.description.contains(path))
      return error.problem
    }
  }

  private func set(_ attribute: FileAttributeKey, _ value: Int) throws {
    try FileManager.default.setAttributes([attribute: value], ofItemAtPath: scratch.path)
  }

  @Test func `a directory of one's own that is closed to others is private`() throws {
    #expect(problem(at: scratch.path) == nil)
    #expect(problem(at: scratch.path + "/") == nil)
  }

  @Test(arguments: [0o750, 0o710, 0o720, 0o704, 0o701, 0o777])
  func `a directory that lets others in is refused`(mode: Int) throws {
    try set(.posixPermissions, mode)
    #expect(problem(at: scratch.path) == .looseMode(UInt32(mode)))
  }

  @Test func `a link to a private directory is refused, with a slash behind it too`() throws {
    let outer = try ScratchDirectory()
    let link = try outer.link("home", to: scratch.path)
    #expect(problem(at: link) == .symbolicLink)
    #expect(problem(at: link + "//") == .symbolicLink)
  }

  @Test func `a file is not a directory, and nothing is missing`() throws {
    #expect(problem(at: try scratch.file("file", "")) == .notADirectory)
    #expect(problem(at: scratch.path + "/none") == .missing)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
  func `a directory of another owner is refused`() throws {
    try set(.ownerAccountID, 1)
    #expect(problem(at: scratch.path) == .foreignOwner(1))
  }
}
