import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

struct NegentropyVectorTests {
  private struct Vectors: Decodable {
    let transcripts: [Transcript]
  }

  struct Transcript: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let frameSizeLimit: Int
    let initiator: [Item]
    let responder: [Item]
    let messages: [HexBytes]
    let have: [HexBytes]
    let need: [HexBytes]

    var testDescription: String { name }
    var limit: Int? { frameSizeLimit == 0 ? nil : frameSizeLimit }
  }

  struct Item: Decodable, Sendable {
    let item: NegentropyItem

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      let timestamp = try values.decode(UInt64.self)
      item = NegentropyItem(timestamp: timestamp, id: RecordID(try values.decode(HexBytes.self).bytes32()))
    }
  }

  private static func transcripts() throws -> [Transcript] {
    try KeySyncCoreTests.Vectors.load("negentropy", as: Vectors.self).transcripts
  }

  @Test(arguments: try transcripts())
  func `every message is that of the reference, on both sides`(transcript: Transcript) throws {
    let initiator = NegentropyIndex(transcript.initiator.map(\.item))
    let responder = NegentropyIndex(transcript.responder.map(\.item))
    let ours = try NegentropyExchange(of: initiator, with: responder, frameSizeLimit: transcript.limit)
    #expect(ours.messages.map(\.hex) == transcript.messages.map(\.bytes.hex))
    #expect(try ours.have == Set(transcript.have.map { RecordID(try $0.bytes32()) }))
    #expect(try ours.need == Set(transcript.need.map { RecordID(try $0.bytes32()) }))
  }

  @Test(arguments: try transcripts())
  func `the result is that of the reference, whatever the order in which the items came`(transcript: Transcript) throws
  {
    var generator = SeededGenerator(seed: 1)
    let initiator = NegentropyIndex(transcript.initiator.map(\.item).shuffled(using: &generator))
    #expect(initiator.count == transcript.initiator.count)
    let responder = ItemList(transcript.responder.map(\.item))
    let ours = try NegentropyExchange(of: initiator, with: responder, frameSizeLimit: transcript.limit)
    #expect(ours.messages.map(\.hex) == transcript.messages.map(\.bytes.hex))
  }

  @Test func `there are transcripts with and without a frame limit`() throws {
    let limits = try Self.transcripts().map(\.limit)
    #expect(limits.contains(nil))
    #expect(limits.contains(4096))
  }
}
