import CSodium
import KeySyncCore

/// Not enough memory for Argon2id.
package struct NoMemoryForPassphrase: Error {}

extension GuardedBytes {
  /// The number of random bytes that tell keys of one passphrase apart.
  package static let passphraseSaltCount = Int(crypto_pwhash_argon2id_SALTBYTES)

  /// The key of 32 bytes that a passphrase stands for (Argon2id, version 1.3).
  ///
  /// - Parameters:
  ///   - salt: 16 bytes.
  ///   - cost: a bearable one.
  package init(
    passphrase: borrowing GuardedBytes,
    salt: [UInt8],
    cost: PassphraseCost
  ) throws(NoMemoryForPassphrase) {
    precondition(salt.count == Self.passphraseSaltCount && cost.isBearable, "salt and cost were not checked")
    let count = passphrase.count
    try unsafe self.init(count: Bytes32.count) { key throws(NoMemoryForPassphrase) in
      let code = unsafe passphrase.withBytes { passphrase in
        unsafe passphrase.withMemoryRebound(to: CChar.self, capacity: count) { passphrase in
          unsafe crypto_pwhash_argon2id(
            key,
            UInt64(Bytes32.count),
            passphrase,
            UInt64(count),
            salt,
            UInt64(cost.passes),
            Int(cost.memory),
            crypto_pwhash_argon2id_ALG_ARGON2ID13
          )
        }
      }
      guard code == 0 else { throw NoMemoryForPassphrase() }
    }
  }
}
