import Foundation
import KeySync
import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import KeySyncTestSupport
import Testing

/// A backup in a directory of its own, at the least cost there is.
final class BackupFile {
  private let directory: TemporaryDirectory
  let path: String

  static let passphrase = "correct horse battery staple"

  init(_ bytes: [UInt8]) throws {
    directory = try TemporaryDirectory()
    path = directory.file("backup")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// The backup of a node.
  convenience init(of node: TestNode) throws { try self.init(try Self.bytes(of: node)) }

  static func bytes(of node: TestNode) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let passphrase = try Passphrase(Array(Self.passphrase.utf8))
    let summary = try node.synchronizer.writeBackup(under: passphrase, cost: .least, ownName: node.name) { bytes += $0 }
    #expect(summary.bytes == bytes.count)
    return bytes
  }

  var bytes: [UInt8] {
    get throws { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
  }

  /// Puts other bytes into the same file.
  func overwrite(_ bytes: [UInt8]) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  @discardableResult
  func verify(by node: TestNode, passphrase: String = BackupFile.passphrase) throws -> VerifiedBackup {
    try node.synchronizer.verifyBackup(at: path, passphrase: try Passphrase(Array(passphrase.utf8)))
  }

  @discardableResult
  func merge(into node: TestNode, rehearsing: Bool = false) throws -> BackupReport {
    try node.synchronizer.merge(try verify(by: node), rehearsing: rehearsing)
  }
}

extension TestNode {
  /// Number and fingerprint of all heads.
  func headSum() throws -> [UInt8] {
    let sum = try synchronizer.node.store.read(synchronizer.handle) { try $0.headSum() }
    return [UInt8(sum.count)] + sum.sumBytes
  }

  /// All there is to know of its keys.
  func state() throws -> [KeySummary] { try synchronizer.keys(includingDeleted: true) }

  func erasingDelete(_ key: String) throws { try synchronizer.delete(try keyID(key), erasing: true) }
}

extension BackupReport.NamedKeys {
  /// The names as text.
  var texts: [String] { names.map(\.text) }
}
