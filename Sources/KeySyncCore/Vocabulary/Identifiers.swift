/// The id of a record: BLAKE2b-256 of its `Sig_structure` (PROTOCOL section 4).
public struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The digest.
  public let digest: Bytes32

  /// A record id from its digest.
  public init(_ digest: Bytes32) { self.digest = digest }

  /// Byte order.
  public static func < (a: Self, b: Self) -> Bool { a.digest < b.digest }

  /// Lower-case hexadecimal.
  public var description: String { digest.description }
}

/// The id of one attempt to send: 16 random bytes, a UUID of version 4 (PROTOCOL section 2).
public struct MessageID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let high, low: UInt64

  /// The number of bytes.
  public static let count = 16

  /// Takes exactly 16 bytes; nil for any other count.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.count else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A UUID of version 4 (RFC 9562 section 5.4) out of 16 random bytes.
  package init(random: (UInt64, UInt64)) {
    high = random.0 & ~0xF000 | 0x4000
    low = random.1 & ~(0b11 << 62) | 0b10 << 62
  }

  /// The bytes in order.
  public var bytes: [UInt8] {
    unsafe withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { unsafe Array($0) }
  }

  /// Byte order.
  public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }

  /// Lower-case hexadecimal.
  public var description: String { bytes.hex }
}

/// An Ed25519 signature: 64 bytes (RFC 8032).
package struct Signature: Hashable, Sendable {
  package static let count = 64
  package let bytes: [UInt8]

  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.count else { return nil }
    self.bytes = Array(bytes)
  }
}
