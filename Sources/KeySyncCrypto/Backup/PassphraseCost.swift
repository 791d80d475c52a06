import CSodium
import KeySyncCore

/// What it costs to turn a passphrase into a key by Argon2id, and so what every guess costs.
package struct PassphraseCost: Sendable, Equatable {
  /// How often all of the memory is gone through.
  package let passes: UInt32
  /// Bytes of memory.
  package let memory: UInt64

  /// What libsodium advises for secrets: 256 MiB, three times, half a second and more.
  package static let moderate = PassphraseCost(
    passes: UInt32(crypto_pwhash_argon2id_OPSLIMIT_MODERATE),
    memory: UInt64(crypto_pwhash_argon2id_MEMLIMIT_MODERATE)
  )
  /// The least there is: for tests alone.
  package static let least = PassphraseCost(
    passes: UInt32(crypto_pwhash_argon2id_OPSLIMIT_MIN),
    memory: UInt64(crypto_pwhash_argon2id_MEMLIMIT_MIN)
  )

  package init(passes: UInt32, memory: UInt64) {
    self.passes = passes
    self.memory = memory
  }

  /// Whether it can be paid: Argon2id can do with it, and nobody is made to spend more than the bounds.
  package var isBearable: Bool {
    (Self.least.passes...UInt32(Limits.passphrasePasses)).contains(passes)
      && (Self.least.memory...UInt64(Limits.passphraseMemory)).contains(memory)
  }
}
