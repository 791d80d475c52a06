import KeySyncCrypto
import Synchronization

/// One node's randomness, the same in every run: keys, nonces, salts and ids.
final class SeededSource: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }

  var randomness: Randomness { .foreseeable { count in self.generator.withLock { $0.bytes(count) } } }
}
