import KeySyncCore
import KeySyncCrypto
import Testing

struct NegentropyTests {
  private let cryptography = SodiumCryptography()

  private func negentropy(
    _ items: [NegentropyItem] = [],
    frameSizeLimit: Int? = nil
  ) -> Negentropy<NegentropyIndex> {
    Negentropy(over: NegentropyIndex(items), by: cryptography, frameSizeLimit: frameSizeLimit)
  }

  // MARK: Versions

  @Test(arguments: ["60", "62", "6f", "6200000200"])
  func `a message of another version is answered with ours alone`(message: String) throws {
    #expect(try negentropy().respond(to: #require([UInt8](hex: message))).hex == "61")
  }

  @Test(arguments: ["60", "62", "6f"])
  func `an answer of another version is one`(answer: String) throws {
    let bytes = try #require([UInt8](hex: answer))
    #expect(throws: Refusal.unsupportedVersion) { try negentropy().reconcile(bytes) }
  }

  @Test func `an answer without ranges ends the reconciliation`() throws {
    let step = try negentropy().reconcile([0x61])
    #expect(step.next == nil)
    #expect(step.have.isEmpty && step.need.isEmpty)
  }

  // MARK: Decoding

  private static let zeros = String(repeating: "00", count: 33)
  private static let largestInteger = "81ffffffffffffffff7f"

  @Test(arguments: [
    ("nothing", ""),
    ("a version below all", "5f"),
    ("a version beyond all", "70"),
    ("a bound without its prefix's length", "6100"),
    ("a range without a mode", "610000"),
    ("a mode that is none", "61000003"),
    ("a mode with a digit too many", "6100008002"),
    ("a time with a digit too many", "61800000"),
    ("an unfinished integer", "6181"),
    ("an integer beyond 64 bits", "6182ffffffffffffffff7f0000"),
    ("a time that is infinity", "61020000" + largestInteger + "0000"),
    ("a time beyond infinity", "61030000" + largestInteger + "0000"),
    ("a time behind infinity", "61000000010000"),
    ("a prefix of 33 bytes", "610121" + zeros + "00"),
    ("a prefix that ends early", "61010200"),
    ("a bound that goes back", "610201050001010400"),
    ("a fingerprint that ends early", "61000001" + zeros.prefix(30)),
    ("a list without a count", "61000002"),
    ("an id that ends early", "6100000201" + zeros.prefix(62)),
    ("a list of as many ids as can be written", "61000002" + largestInteger),
    ("a list that claims one id too many", "6100000202" + zeros.prefix(64)),
  ])
  func `what no sender of the protocol writes is malformed`(what: String, hex: String) throws {
    let bytes = try #require([UInt8](hex: hex))
    #expect(throws: Refusal.malformed) { try negentropy().respond(to: bytes) }
    #expect(throws: Refusal.malformed) { try negentropy().reconcile(bytes) }
  }

  @Test(arguments: ["61000000000000", "61020000010000", "61" + largestInteger + "0000"])
  func `bounds may be equal, and times as late as there are`(hex: String) throws {
    #expect(try negentropy().respond(to: #require([UInt8](hex: hex))) == [0x61])
  }

  @Test func `a responder gives a bound back as it came`() throws {
    let message = "61" + "0204" + "aabb0000" + "0200"
    #expect(try negentropy().respond(to: #require([UInt8](hex: message))).hex == message)
  }

  // MARK: Limits

  @Test func `ids that the responder repeats are needed once`() throws {
    let id = String(repeating: "07", count: 32)
    let step = try negentropy().reconcile(#require([UInt8](hex: "6100000202" + id + id)))
    #expect(step.need.map(\.description) == [id])
    #expect(step.next == nil)
  }

  @Test func `a list that does not fit ends with a fingerprint of the rest`() throws {
    var items = RandomItems(seed: 1, span: 1)
    let list = items.next(1000)
    let all = try #require([UInt8](hex: "6100000200"))
    #expect(try negentropy(list).respond(to: all).count > 32_000)
    let answer = try negentropy(list, frameSizeLimit: 4096).respond(to: all)
    #expect((3800...4096).contains(answer.count))
    let step = try negentropy().reconcile(answer)
    #expect(step.need.count > 100)
    #expect(step.need == Array(list.map(\.id).sorted().prefix(step.need.count)))
    #expect(step.next != nil)
  }
}
