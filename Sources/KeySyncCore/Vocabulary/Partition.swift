/// One of the sixteen roads on which changes travel: all changes of one key share one (PROTOCOL section 9).
public struct Partition: RawRepresentable, Hashable, Comparable, CaseIterable, Sendable, LosslessStringConvertible {
  /// 0 … 15.
  public let rawValue: UInt8

  /// All sixteen, ascending.
  public static let allCases = (0..<16).map { Partition(digit: $0) }
  private static let digits = Array("0123456789abcdef".utf8)

  /// Nil beyond 15.
  public init?(rawValue: UInt8) {
    guard rawValue < 16 else { return nil }
    self.init(digit: rawValue)
  }

  /// Reads one lower-case hexadecimal digit; nil for anything else.
  public init?(_ text: String) {
    guard text.utf8.count == 1, let digit = text.utf8.first.flatMap(Self.digits.firstIndex) else { return nil }
    self.init(digit: UInt8(digit))
  }

  private init(digit: UInt8) { rawValue = digit }

  /// The partition of a key: the high four bits of the first byte of BLAKE2b-256 of its id.
  package static func of(_ key: KeyID, by cryptography: some Cryptography) -> Partition {
    Partition(digit: UInt8(cryptography.hash(Array(key.text.utf8)).prefix8 >> 60))
  }

  /// Ascending.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// One lower-case hexadecimal digit.
  public var description: String { String(rawValue, radix: 16) }
}
