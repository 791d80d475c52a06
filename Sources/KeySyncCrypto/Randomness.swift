import CSodium
import KeySyncCore

/// Bytes that nobody can foresee.
package enum Randomness {
  /// So many random bytes.
  package static func bytes(_ count: Int) -> [UInt8] {
    Sodium.start()
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      if let base = room.baseAddress { unsafe randombytes_buf(base, count) }
      filled = count
    }
  }

  /// A fresh salt for the commitment of new key data (PROTOCOL section 4).
  package static func salt() -> [UInt8] { bytes(Bytes32.count) }
}

/// The system's randomness as a Swift generator.
package struct SodiumRandom: RandomNumberGenerator, Sendable {
  package init() {
    Sodium.start()
  }

  package mutating func next() -> UInt64 {
    var word: UInt64 = 0
    unsafe randombytes_buf(&word, MemoryLayout<UInt64>.size)
    return word
  }
}

extension MessageID {
  /// A new id, for one attempt to send (PROTOCOL section 2).
  package static func random() -> MessageID {
    var random = SodiumRandom()
    return MessageID(random: (random.next(), random.next()))
  }
}
