import KeySyncCrypto

/// Writes the frames of a backup one after the other: the length of each in four bytes, then the frame.
package struct BackupWriter: ~Copyable {
  private var sealer: StreamSealer
  /// What the next frame is bound to: the header for the first one; the stream itself binds each to those before it.
  private var binding: [UInt8]
  /// How many bytes were written.
  package private(set) var byteCount = 0

  /// Makes the key; nothing is written yet.
  package init(passphrase: Passphrase, cost: PassphraseCost, randomness: Randomness) throws(BackupError) {
    let salt = randomness.bytes(GuardedBytes.passphraseSaltCount)
    let key = try passphrase.key(salt: salt, cost: cost)
    sealer = StreamSealer(key: key)
    binding = BackupHeader(cost: cost, salt: salt, stream: sealer.header).bytes
  }

  /// Writes one frame, and the header before the first.
  package mutating func append(_ frame: BackupFrame, isLast: Bool = false, to write: ([UInt8]) throws -> Void) throws {
    let sealed = sealer.seal(frame.encoded, additionalData: binding, isLast: isLast)
    let bytes = binding + UInt64(sealed.count).bigEndianBytes.suffix(4) + sealed
    binding = []
    byteCount += bytes.count
    try write(bytes)
  }
}
