import CSodium
import KeySyncCore

/// Where random bytes come from: libsodium, so that nobody can foresee them, unless a simulation puts in a source of its own
/// that gives the same bytes in every run.
package struct Randomness: Sendable {
  /// Gives so many bytes; nil for libsodium.
  private let source: (@Sendable (Int) -> [UInt8])?

  /// The system's.
  package static let system = Randomness(source: nil)

  /// Bytes that somebody can foresee: for simulations alone.
  package static func foreseeable(_ source: @escaping @Sendable (Int) -> [UInt8]) -> Randomness {
    Randomness(source: source)
  }

  private init(source: (@Sendable (Int) -> [UInt8])?) { self.source = source }

  /// So many random bytes.
  package func bytes(_ count: Int) -> [UInt8] {
    if let source { return source(count) }
    Sodium.start()
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      if let base = room.baseAddress { unsafe randombytes_buf(base, count) }
      filled = count
    }
  }

  /// A fresh salt for the commitment of new key data (PROTOCOL section 4).
  package func salt() -> [UInt8] { bytes(Bytes32.count) }
}

extension Randomness: RandomNumberGenerator {
  /// A random word.
  package func next() -> UInt64 {
    if let source { return source(MemoryLayout<UInt64>.size).reduce(0) { $0 << 8 | UInt64($1) } }
    Sodium.start()
    var word: UInt64 = 0
    unsafe randombytes_buf(&word, MemoryLayout<UInt64>.size)
    return word
  }
}

extension MessageID {
  /// A new id, for one attempt to send (PROTOCOL section 2).
  package static func random(from randomness: Randomness = .system) -> MessageID {
    MessageID(random: (randomness.next(), randomness.next()))
  }
}
