import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import Testing

/// Somebody who makes records of the cluster `prod`.
struct Creator: Sendable {
  let identity: Identity

  static func alice() throws -> Creator { Creator(identity: try TestIdentities.alice()) }
  static func bob() throws -> Creator { Creator(identity: try TestIdentities.bob()) }
  static func carol() throws -> Creator { Creator(identity: try TestIdentities.carol()) }

  var node: NodeID { identity.nodeID }

  /// The commitment stands for the data: the same text has the same one.
  func create(_ key: String, _ data: String = "1", on parents: [VerifiedRecord] = [], at time: Int64 = 1000) throws
    -> VerifiedRecord
  {
    try record(key, .create, on: parents, at: time, data: data)
  }

  func update(_ parents: VerifiedRecord..., data: String, at time: Int64 = 2000) throws -> VerifiedRecord {
    try record(parents[0].fields.keyID.text, .update, on: parents, at: time, data: data)
  }

  func describe(_ parents: VerifiedRecord..., data: String, note: String) throws -> VerifiedRecord {
    let attributes = try Attributes([("note", .text(note))])
    return try record(
      parents[0].fields.keyID.text,
      .metadataSync,
      on: parents,
      at: 3000,
      data: data,
      attributes: attributes
    )
  }

  func delete(_ parents: VerifiedRecord..., erasing: Bool = false) throws -> VerifiedRecord {
    try record(
      parents[0].fields.keyID.text,
      .delete,
      on: parents,
      at: 4000,
      data: nil,
      attributes: erasing ? try Attributes([("erase", .flag(true))]) : .empty
    )
  }

  /// An update whose version does not follow from its parents: void once they are known.
  func forge(_ parents: VerifiedRecord..., key: String? = nil) throws -> VerifiedRecord {
    try record(key ?? parents[0].fields.keyID.text, .update, on: parents, at: 2000, version: 99, data: "forged")
  }

  func record(
    _ key: String,
    _ operation: SyncOperation,
    on parents: [VerifiedRecord],
    at time: Int64,
    version: Int64? = nil,
    data: String?,
    attributes: Attributes = .empty
  ) throws -> VerifiedRecord {
    let cryptography = SodiumCryptography()
    return try VerifiedRecord(
      signing: RecordFields(
        keyID: try #require(KeyID(key)),
        version: version ?? RecordFields.version(after: parents.map(\.fields)),
        parents: parents.map(\.id).sorted(),
        operation: operation,
        lastModified: WallTime(milliseconds: time),
        content: KeyContent(
          algorithm: .opaque,
          publicKeyHash: nil,
          commitment: data.map { cryptography.hash(Array($0.utf8)) },
          attributes: attributes
        )
      ),
      cluster: try #require(ClusterName("prod")),
      by: identity,
      with: cryptography
    )
  }
}
