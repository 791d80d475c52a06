import Dispatch
import Foundation
import Synchronization
import Testing

@testable import KeySyncCrypto

@Suite struct KeyFileTests {
  let scratch: ScratchDirectory
  let line = "KEYSYNC-NODE-KEY-1 \(TestIdentities.aliceSeed)\n"

  init() throws { scratch = try ScratchDirectory() }

  /// What is wrong with the file, where something is.
  private func problem(at path: String) -> KeyFileError.Problem? {
    do {
      _ = try KeyFile(path: path).read()
      return nil
    } catch {
      #expect(error.path == path)
      #expect(error.description.contains(path))
      return error.problem
    }
  }

  @Test func `a created file reads back as the same identity`() throws {
    let identity = Identity()
    let file = KeyFile(path: "\(scratch.path)/node.key")
    try file.create(for: identity)
    #expect(try file.read().nodeID == identity.nodeID)
    #expect(try scratch.names() == ["node.key"])
  }

  @Test func `a created file is one line that only its owner can read`() throws {
    let path = "\(scratch.path)/node.key"
    try KeyFile(path: path).create(for: TestIdentities.alice())
    #expect(try String(contentsOfFile: path, encoding: .utf8) == line)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.referenceCount] as? Int == 1)
  }

  @Test func `a file that exists is not overwritten`() throws {
    let path = try scratch.file("node.key", "precious")
    #expect(throws: KeyFileError(path: path, problem: .exists)) { try KeyFile(path: path).create(for: Identity()) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    #expect(try scratch.names() == ["node.key"])
  }

  @Test func `a link in the file's place is not written through`() throws {
    let path = try scratch.link("node.key", to: "\(scratch.path)/elsewhere")
    #expect(throws: KeyFileError(path: path, problem: .exists)) { try KeyFile(path: path).create(for: Identity()) }
    #expect(try scratch.names() == ["node.key"])
  }

  @Test func `of many who create at once one succeeds`() throws {
    let file = KeyFile(path: "\(scratch.path)/node.key")
    let identities = (0..<8).map { _ in Identity() }
    let winners = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: identities.count) { index in
      do throws(KeyFileError) {
        try file.create(for: identities[index])
        winners.withLock { $0.append(index) }
      } catch {
        #expect(error.problem == .exists)
      }
    }
    let winner = winners.withLock { $0 }
    #expect(winner.count == 1)
    #expect(try file.read().nodeID == identities[try #require(winner.first)].nodeID)
  }

  @Test func `a file without a directory is not created`() {
    let path = "\(scratch.path)/none/node.key"
    #expect(throws: KeyFileError(path: path, problem: .noDirectory)) { try KeyFile(path: path).create(for: Identity()) }
  }

  @Test func `a missing file is missing`() {
    #expect(problem(at: "\(scratch.path)/node.key") == .missing)
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o610, 0o700, 0o666, 0o4600])
  func `a mode looser than 0600 is refused`(mode: Int) throws {
    #expect(problem(at: try scratch.file("node.key", line, mode: mode)) == .looseMode(UInt32(mode)))
  }

  @Test func `a file that its owner may only read is read`() throws {
    #expect(problem(at: try scratch.file("node.key", line, mode: 0o400)) == nil)
  }

  @Test func `a symbolic link is refused`() throws {
    let target = try scratch.file("target", line)
    #expect(problem(at: target) == nil)
    #expect(problem(at: try scratch.link("node.key", to: target)) == .symbolicLink)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
  func `a file of another owner is refused`() throws {
    let path = try scratch.file("node.key", line)
    try FileManager.default.setAttributes([.ownerAccountID: 1], ofItemAtPath: path)
    #expect(problem(at: path) == .foreignOwner(1))
  }

  @Test func `a directory and a pipe are not files, and nobody waits for the pipe`() throws {
    let pipe = "\(scratch.path)/pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(problem(at: pipe) == .notAFile)
    #expect(problem(at: scratch.path) == .notAFile)
  }

  @Test(arguments: [
    "",
    "KEYSYNC-NODE-KEY-1 ",
    "KEYSYNC-NODE-KEY-1 \(TestIdentities.aliceSeed)",
    "KEYSYNC-NODE-KEY-1 \(TestIdentities.aliceSeed) ",
    "KEYSYNC-NODE-KEY-1 \(TestIdentities.aliceSeed.dropLast())\n",
    "KEYSYNC-NODE-KEY-1 \(TestIdentities.aliceSeed.dropLast())g\n",
    "KEYSYNC-NODE-KEY-1 \(TestIdentities.aliceSeed.dropLast(2))\n\n\n",
    "KEYSYNC-NODE-KEY-1 \(TestIdentities.aliceSeed)\n\n",
    "KEYSYNC-NODE-KEY-2 \(TestIdentities.aliceSeed)\n",
    String(repeating: "x", count: 84),
  ])
  func `a file that is cut short, too long or something else is refused`(text: String) throws {
    #expect(problem(at: try scratch.file("node.key", text)) == .wrongForm)
  }
}
