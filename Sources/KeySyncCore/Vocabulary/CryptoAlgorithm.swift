/// What a key's data is for: any name of 1–64 printable ASCII characters, of which a few are
/// interpreted (PROTOCOL section 4).
public struct CryptoAlgorithm: Hashable, Comparable, Sendable, LosslessStringConvertible {
  /// The name, as records carry it.
  public let text: String

  /// A signing key: 32 bytes (public key) or 64 (seed ‖ public key).
  public static let ed25519 = CryptoAlgorithm(known: "Ed25519")
  /// A key agreement key: 32 bytes (public key) or 64 (secret ‖ public key).
  public static let x25519 = CryptoAlgorithm(known: "X25519")
  /// A symmetric key; its data is not interpreted.
  public static let xchacha20Poly1305 = CryptoAlgorithm(known: "XChaCha20-Poly1305")
  /// Bytes that keysync knows nothing about.
  public static let opaque = CryptoAlgorithm(known: "opaque")

  /// Nil where the text is empty, longer than 64 bytes, or holds anything but printable ASCII characters.
  public init?(_ text: String) {
    guard text.isPrintableName else { return nil }
    self.text = text
  }

  private init(known text: String) { self.text = text }

  /// Byte order.
  public static func < (a: Self, b: Self) -> Bool { a.text < b.text }

  /// The name.
  public var description: String { text }
}
