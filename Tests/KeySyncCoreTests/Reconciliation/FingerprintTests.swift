import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

struct FingerprintTests {
  private let cryptography = SodiumCryptography()

  struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    let recordIds: [HexBytes]
    let fingerprint: String

    var testDescription: String { "\(recordIds.count) records" }

    func ids() throws -> [RecordID] { try recordIds.map { RecordID(try $0.bytes32()) } }
  }

  @Test(arguments: try Vectors.load("fingerprints", as: [Vector].self))
  func `a set of records has its fingerprint, in whatever order they joined`(vector: Vector) throws {
    var generator = SeededGenerator(seed: 1)
    let ids = try vector.ids()
    for order in [ids, ids.reversed(), ids.shuffled(using: &generator)] {
      let sum = FingerprintSum(order)
      #expect(sum.count == Int64(ids.count))
      #expect(sum.fingerprint(by: cryptography).hex == vector.fingerprint)
    }
  }

  @Test(arguments: try Vectors.load("fingerprints", as: [Vector].self))
  func `what joined and left again leaves no trace`(vector: Vector) throws {
    var generator = SeededGenerator(seed: 2)
    let others = try (0..<20).map { _ in RecordID(try #require(Bytes32(generator.bytes(32)))) }
    var sum = FingerprintSum(try vector.ids() + others)
    #expect(sum.fingerprint(by: cryptography).hex != vector.fingerprint)
    for id in others.shuffled(using: &generator) { sum.subtract(id) }
    #expect(sum == FingerprintSum(try vector.ids()))
    for id in try vector.ids() { sum.subtract(id) }
    #expect(sum == FingerprintSum())
  }

  @Test(arguments: try Vectors.load("fingerprints", as: [Vector].self))
  func `a sum can be stored and read back`(vector: Vector) throws {
    let sum = FingerprintSum(try vector.ids())
    #expect(FingerprintSum(count: sum.count, sumBytes: sum.sumBytes) == sum)
  }

  @Test func `the sum carries and borrows through all of its words`() throws {
    let one = RecordID(try #require(Bytes32([1] + Array(repeating: 0, count: 31))))
    let largest = RecordID(try #require(Bytes32(Array(repeating: 0xFF, count: 32))))
    var sum = FingerprintSum([largest, one])
    #expect(sum.sumBytes == Array(repeating: 0, count: 32))
    #expect(sum.count == 2)
    sum.subtract(one)
    #expect(sum == FingerprintSum([largest]))
  }

  @Test func `a sum of another length or a count below zero is none`() {
    #expect(FingerprintSum(count: 0, sumBytes: Array(repeating: 0, count: 31)) == nil)
    #expect(FingerprintSum(count: -1, sumBytes: Array(repeating: 0, count: 32)) == nil)
  }
}

extension FingerprintSum {
  fileprivate init(_ ids: some Sequence<RecordID>) {
    self.init()
    for id in ids { add(id) }
  }
}
