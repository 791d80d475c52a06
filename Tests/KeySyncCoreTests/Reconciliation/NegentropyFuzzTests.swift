import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

/// Initiator against responder, over sets of every size and likeness.
struct NegentropyFuzzTests {
  #if DEBUG
    /// Code that is not optimised takes ten times as long.
    private static let largest = 30_000
  #else
    private static let largest = 1_000_000
  #endif

  private static let counts = [0, 1, 2, 15, 31, 32, 33, 100, 511, 512, 2000]
  private static let differences = [0, 0, 1, 2, 10, 100, 600]
  private static let spans: [UInt64] = [1, 3, 1000, 60_000_000]
  private static let limits = [nil, 4096, 4097, 16_384, 65_536]

  @Test(arguments: 0..<100)
  func `what comes out are the true differences, in frames within the limit`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func any<Value>(_ values: [Value]) throws -> Value { try #require(values.randomElement(using: &generator)) }
    var items = RandomItems(seed: seed, span: try any(Self.spans), sharedBytes: try any([0, 0, 29]))
    let limit = try any(Self.limits)
    try check(
      common: items.next(try any(Self.counts)),
      mine: items.next(try any(Self.differences)),
      theirs: items.next(try any(Self.differences)),
      frameSizeLimit: limit
    )
  }

  @Test(arguments: [(0, 0), (5, 5), (1000, 0)])
  func `of large sets too`(mine: Int, theirs: Int) throws {
    var items = RandomItems(seed: UInt64(mine))
    let ours = try check(
      common: items.next(Self.largest),
      mine: items.next(mine),
      theirs: items.next(theirs),
      frameSizeLimit: 65_536
    )
    if mine + theirs <= 10 {
      #expect(ours.roundTrips <= 4)
      #expect(ours.messages.map(\.count).reduce(0, +) <= 24 * 1024)
    }
  }

  @Test func `a large set and none`() throws {
    var items = RandomItems(seed: 1)
    let all = items.next(Self.largest / 10)
    try check(common: [], mine: all, theirs: [], frameSizeLimit: 65_536)
    try check(common: [], mine: [], theirs: all, frameSizeLimit: 65_536)
  }

  @discardableResult
  private func check(
    common: [NegentropyItem],
    mine: [NegentropyItem],
    theirs: [NegentropyItem],
    frameSizeLimit: Int?
  ) throws -> NegentropyExchange {
    let initiator = NegentropyIndex(common + mine)
    let responder = NegentropyIndex(common + theirs)
    let ours = try NegentropyExchange(of: initiator, with: responder, frameSizeLimit: frameSizeLimit)
    let shared = Set(common.map(\.id))
    #expect(ours.have == Set(mine.map(\.id)).subtracting(shared))
    #expect(ours.need == Set(theirs.map(\.id)).subtracting(shared))
    #expect(ours.messages.allSatisfy { $0.count <= frameSizeLimit ?? .max })
    return ours
  }
}
