import KeySyncCore
import Testing

struct PartitionTests {
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
