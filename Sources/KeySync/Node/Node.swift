@_exported public import KeySyncCore
import KeySyncCrypto
import KeySyncStore

/// This node: its identity, its store, and what it can compute. Its clusters share them.
public final class Node: Sendable {
  let home: Home
  let identity: Identity
  let store: Store
  let cryptography = SodiumCryptography()
  let sealer: Sealer
  let rowCipher: RowCipher
  /// Random at every start (PROTOCOL section 8).
  let bootID = Randomness.bytes(Announcement.bootIDBytes)

  /// Opens the node of a home.
  ///
  /// - Throws: `HomeError` when the home or its key is missing or not private, `StoreError` or a database error when the store
  ///   cannot be opened.
  public init(home: Home) throws {
    self.home = home
    identity = try home.readIdentity()
    store = try home.openStore()
    sealer = Sealer(identity: identity)
    rowCipher = RowCipher(identity: identity, context: "keysync/store/v1")
  }

  /// The node's id.
  public var nodeID: NodeID { identity.nodeID }

  /// Changes whenever any process has committed to the store.
  package func dataVersion() throws -> Int64 { try store.dataVersion() }
}
