@_exported public import KeySyncCore
import KeySyncCrypto
import KeySyncStore

/// This node: its identity, its store, and what it can compute. Its clusters share them.
public final class Node: Sendable {
  let identity: Identity
  package let store: Store
  let cryptography: any Cryptography
  /// Who signs: the identity, unless a simulation puts in a fast stand-in.
  let signer: any Signer
  let sealer: Sealer
  let rowCipher: RowCipher
  let randomness: Randomness
  /// Random at every start (PROTOCOL section 8).
  let bootID: [UInt8]

  /// Opens the node of a home.
  ///
  /// - Throws: `HomeError` when the home or its key is missing or not private, `StoreError` or a database error when the store
  ///   cannot be opened.
  public convenience init(home: Home) throws {
    self.init(identity: try home.readIdentity(), store: try home.openStore())
  }

  /// A node of these parts; the signer and the cryptography belong together.
  package init(
    identity: Identity,
    store: Store,
    randomness: Randomness = .system,
    signer: (any Signer)? = nil,
    cryptography: any Cryptography = SodiumCryptography()
  ) {
    self.identity = identity
    self.store = store
    self.signer = signer ?? identity
    self.cryptography = cryptography
    sealer = Sealer(identity: identity, randomness: randomness)
    rowCipher = RowCipher(identity: identity, context: "keysync/store/v1", randomness: randomness)
    self.randomness = randomness
    bootID = randomness.bytes(Announcement.bootIDBytes)
  }

  /// The node's id.
  public var nodeID: NodeID { identity.nodeID }

  /// Changes whenever any process has committed to the store.
  package func dataVersion() throws -> Int64 { try store.dataVersion() }
}
