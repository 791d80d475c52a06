import Foundation
import KeySyncTestSupport

/// The vectors of the protocol, from the tests of Core.
enum Vectors {
  struct Object: Decodable, Sendable {
    let name: String
    let encoded: String
    var typ: String?
    var cluster: String?
    var sender: String?
    var refusal: String?
    var change_outcome: String?
  }

  struct Messages: Decodable, Sendable {
    let valid, invalid, changes: [Object]
  }

  struct Record: Decodable, Sendable {
    let name, cluster, key_id, operation, crypto_algorithm, encoded, record_id, data_commitment: String
    let version, last_modified: Int
    let parents: [String]
  }

  struct Records: Decodable, Sendable {
    let valid: [Record]
    let invalid: [Object]
  }

  struct Identity: Decodable, Sendable {
    let name, seed, node_id: String
  }

  static func load<Value: Decodable>(_ name: String, as form: Value.Type = Value.self) throws -> Value {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appending(path: "KeySyncCoreTests/Vectors/\(name).json")
    return try JSONDecoder().decode(form, from: Data(contentsOf: file))
  }

  /// A home with nothing in it but the identity of one of the vectors' nodes.
  static func home(of name: String, in directory: TemporaryDirectory) throws -> String {
    let identities: [Identity] = try load("identities")
    guard let identity = identities.first(where: { $0.name == name }) else { throw CocoaError(.coderValueNotFound) }
    let home = directory.file(name)
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: home,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700]
    )
    let key = Data("KEYSYNC-NODE-KEY-1 \(identity.seed)\n".utf8)
    try key.write(to: URL(fileURLWithPath: "\(home)/node.key"))
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(home)/node.key")
    return home
  }
}
