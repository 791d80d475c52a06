import KeySyncCore
import KeySyncCrypto
import Testing

struct PartitionTests {
  private struct Vector: Decodable {
    let keyId: String
    let partition: String
  }

  @Test func `every vector's key has its partition`() throws {
    let vectors = try Vectors.load("partitions", as: [Vector].self)
    #expect(!vectors.isEmpty)
    for vector in vectors {
      let key = try #require(KeyID(vector.keyId))
      #expect(Partition.of(key, by: SodiumCryptography()).description == vector.partition, "\(key)")
    }
  }

  @Test func `there are sixteen, written as one lower-case digit`() {
    #expect(Partition.allCases.map(\.description).joined() == "0123456789abcdef")
    for partition in Partition.allCases {
      #expect(Partition(partition.description) == partition)
      #expect(Partition(rawValue: partition.rawValue) == partition)
    }
    #expect(Partition.allCases == Partition.allCases.sorted())
  }

  @Test(arguments: ["", "A", "F", "g", "00", "0a", " 0", "-1", "+", "#", "\u{FF10}"])
  func `any other text is no partition`(text: String) {
    #expect(Partition(text) == nil)
  }

  @Test func `there is no seventeenth`() {
    #expect(Partition(rawValue: 15) != nil)
    #expect(Partition(rawValue: 16) == nil)
    #expect(Partition(rawValue: .max) == nil)
  }
}
