import KeySync
import KeySyncCrypto

/// Whether signatures are those of Ed25519 or a fast stand-in for them.
package enum Signatures: String, Sendable, CaseIterable {
  case real, standIn
}

/// A keyed hash in the place of a signature. Whoever holds the run's secret could make anybody's; only signers do, each for itself,
/// so that nobody in a run can forge one.
struct StandInCryptography: SodiumCryptographyBacked {
  private let secret: Bytes32
  let sodium = SodiumCryptography()

  init(secret: Bytes32) { self.secret = secret }

  func isValid(_ signature: Signature, of bytes: [UInt8], by signer: NodeID) -> Bool {
    signature == self.signature(of: bytes, by: signer)
  }

  fileprivate func signature(of bytes: [UInt8], by signer: NodeID) -> Signature? {
    Signature(sodium.hash(bytes, key: secret.bytes + signer.publicKey.bytes).bytes + secret.bytes)
  }
}

/// Signs for one node with the stand-in.
struct StandInSigner: Signer {
  let nodeID: NodeID
  private let cryptography: StandInCryptography
  private let identity: Identity

  init(_ identity: Identity, _ cryptography: StandInCryptography) {
    self.identity = identity
    self.cryptography = cryptography
    nodeID = identity.nodeID
  }

  func sign(_ bytes: [UInt8]) -> Signature {
    cryptography.signature(of: bytes, by: nodeID) ?? identity.sign(bytes)
  }
}
