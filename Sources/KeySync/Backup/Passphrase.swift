import KeySyncCrypto

/// A passphrase in guarded memory: it is never written anywhere and has no description.
public final class Passphrase: Sendable {
  let bytes: GuardedBytes

  /// A copy of bytes that lie elsewhere; wiping those is their owner's business.
  ///
  /// - Throws: `PassphraseError` for one that is too short or too long.
  public init(_ bytes: [UInt8]) throws(PassphraseError) {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count >= Limits.passphraseBytes.lowerBound else { throw .tooShort }
    guard bytes.count <= Limits.passphraseBytes.upperBound else { throw .tooLong }
    self.bytes = GuardedBytes(copying: bytes)
  }
}

/// Why something is no passphrase.
public enum PassphraseError: Error, Equatable, CustomStringConvertible {
  /// There is nothing.
  case empty
  /// It could be guessed.
  case tooShort
  /// It is no passphrase but something else.
  case tooLong

  /// One sentence with the advice.
  public var description: String {
    switch self {
    case .empty: "the passphrase is empty"
    case .tooShort:
      "the passphrase has fewer than \(Limits.passphraseBytes.lowerBound) bytes; several words that nobody else would put together "
        + "make a good one"
    case .tooLong: "the passphrase has more than \(Limits.passphraseBytes.upperBound) bytes"
    }
  }
}
