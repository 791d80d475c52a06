import KeySync
import KeySyncCrypto
import Synchronization

/// Libsodium with a memory: the nodes of a run verify the same bytes over and over, and each time the answer is the same.
final class RealCryptography: SodiumCryptographyBacked {
  let sodium = SodiumCryptography()
  private let answers = Mutex<[Question: Bool]>([:])

  private struct Question: Hashable {
    let signature: Signature
    let bytes: [UInt8]
    let signer: NodeID
  }

  func isValid(_ signature: Signature, of bytes: [UInt8], by signer: NodeID) -> Bool {
    let question = Question(signature: signature, bytes: bytes, signer: signer)
    if let answer = answers.withLock({ $0[question] }) { return answer }
    let answer = sodium.isValid(signature, of: bytes, by: signer)
    answers.withLock { $0[question] = answer }
    return answer
  }
}

/// All but signatures libsodium answers.
protocol SodiumCryptographyBacked: Cryptography {
  var sodium: SodiumCryptography { get }
}

extension SodiumCryptographyBacked {
  func hash(_ bytes: [UInt8], key: [UInt8]) -> Bytes32 { sodium.hash(bytes, key: key) }

  func sha256(_ bytes: [UInt8]) -> Bytes32 { sodium.sha256(bytes) }

  func isPointOfPrimeOrder(_ key: Bytes32) -> Bool { sodium.isPointOfPrimeOrder(key) }

  func ed25519PublicKey(seed: ArraySlice<UInt8>) -> Bytes32 { sodium.ed25519PublicKey(seed: seed) }

  func x25519PublicKey(secret: ArraySlice<UInt8>) -> Bytes32? { sodium.x25519PublicKey(secret: secret) }
}
