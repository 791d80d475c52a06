import KeySyncCore
import Testing

struct NameTests {
  private static let good = [
    "a", "0", "ab", "a-b", "a--b", "0-9", "node1", String(repeating: "a", count: 63),
  ]
  private static let bad = [
    "", "-", "-a", "a-", "A", "aB", "a_b", "a.b", "a b", " a", "a\n", "a/b", "a+", "a#", "é", "a\u{301}", "\u{FF41}",
    "a\0", String(repeating: "a", count: 64),
  ]

  @Test(arguments: good)
  func `a lower-case label names clusters and workers`(text: String) {
    #expect(ClusterName(text)?.description == text)
    #expect(WorkerName(text)?.description == text)
  }

  @Test(arguments: bad)
  func `anything else names neither`(text: String) {
    #expect(ClusterName(text) == nil)
    #expect(WorkerName(text) == nil)
  }

  @Test func `an algorithm has 1 to 64 printable characters`() {
    for text in ["Ed25519", "a", " ", "~", "AES-256 (GCM)", String(repeating: "x", count: 64)] {
      #expect(CryptoAlgorithm(text)?.description == text)
    }
    for text in ["", "a\n", "\u{7F}", "\u{1F}", "Schlüssel", "\u{212A}", String(repeating: "x", count: 65)] {
      #expect(CryptoAlgorithm(text) == nil)
    }
  }

  @Test func `the known algorithms have the protocol's names`() {
    #expect(CryptoAlgorithm("Ed25519") == .ed25519)
    #expect(CryptoAlgorithm("X25519") == .x25519)
    #expect(CryptoAlgorithm("XChaCha20-Poly1305") == .xchacha20Poly1305)
    #expect(CryptoAlgorithm("opaque") == .opaque)
    #expect(CryptoAlgorithm("ed25519") != .ed25519)
  }
}
