import KeySyncCore
import KeySyncCrypto
import Testing

/// What a payload may hold (PROTOCOL sections 5 and 8), written pair by pair.
struct ObjectFormTests {
  private let sender: Sender

  init() throws { sender = try Sender("alice", in: try Cast(), cluster: try #require(ClusterName("prod"))) }

  private static let messageID: CBORValue.Pair = .init(1, ones(16))
  private static let version: CBORValue.Pair = .init(2, .unsigned(1))
  private static let timestamp: CBORValue.Pair = .init(3, .unsigned(0))
  private static let header = [messageID, version, timestamp]
  private static let entries: CBORValue.Pair = .init(4, .array([]))

  @Test func `a header with its three keys and a body is read`() throws {
    _ = try decode(.receipt, Self.header + [Self.entries])
    _ = try decode(.receipt, Self.header + [Self.entries, .init(15, ones(32))])
  }

  @Test(arguments: [
    [version, timestamp, entries], [messageID, timestamp, entries], [messageID, version, entries], header,
    [.init(1, ones(15)), version, timestamp, entries], [messageID, .init(2, .text([])), timestamp, entries],
    [messageID, version, .init(3, .negative(1)), entries], [messageID, version, timestamp, .init(4, .null)],
    [.init(0, .null)] + header + [entries], header + [entries, .init(5, .unsigned(0))],
    header + [entries, .init(15, ones(31))], header + [entries, .init(15, .null)],
    header + [entries, .init(16, ones(32))],
  ])
  func `a missing, unknown or misshapen key is malformed`(pairs: [CBORValue.Pair]) {
    #expect(throws: Refusal.malformed) { try decode(.receipt, pairs) }
  }

  @Test(arguments: [0, 2, 255, Int64.max])
  func `another version is unsupported, whatever else there is`(version: Int64) {
    for type in ObjectType.allCases where type != .record {
      #expect(throws: Refusal.unsupportedVersion) {
        try decode(type, [.init(2, .unsigned(version)), .init(99, .null)])
      }
    }
  }

  @Test func `a record is no other object and no other object a record`() throws {
    #expect(throws: Refusal.malformed) { try SyncObject.decode(try Envelope(try sender.change().record)) }
    let receipt = sender.signed(.receipt(Receipt(entries: [])), try sender.header())
    #expect(throws: Refusal.malformed) {
      try Record(receipt, cluster: sender.topics.cluster, by: sender.cryptography)
    }
  }

  @Test(arguments: [(0, true), (256, true), (257, false)])
  func `a receipt has at most 256 entries`(count: Int, isGood: Bool) throws {
    let entry = Receipt.Entry(messageID: try sender.header().messageID, outcome: Outcome(.stale))
    try expect(isGood, .receipt(Receipt(entries: Array(repeating: entry, count: count))))
  }

  @Test(arguments: [(0, 0, true), (0, 256, true), (0, 257, false), (8, 0, true), (8, 1, false), (1, 1, false)])
  func `only a message that was processed has outcomes of its changes`(code: UInt16, count: Int, isGood: Bool) throws {
    let changes = Array(repeating: Outcome.applied, count: count)
    let id = try sender.header().messageID
    let entry = Receipt.Entry(messageID: id, outcome: Outcome(code: code), changes: changes)
    try expect(isGood, .receipt(Receipt(entries: [entry])))
  }

  @Test func `an outcome that this version does not know is kept`() throws {
    let entry = Receipt.Entry(messageID: try sender.header().messageID, outcome: Outcome(code: 60_000))
    try expect(true, .receipt(Receipt(entries: [entry])))
  }

  @Test(arguments: [
    (0, 0, 16, true), (63, 65536, 16, true), (64, 0, 16, false), (0, 65537, 16, false), (0, 0, 15, false),
  ])
  func `a reconciliation has 64 rounds of 64 KiB`(round: Int64, count: Int, session: Int, isGood: Bool) throws {
    let reconcile = Reconcile(
      session: Array(repeating: 1, count: session),
      round: round,
      negentropy: Array(repeating: 0x61, count: count)
    )
    try expect(isGood, .reconcile(reconcile))
  }

  @Test(arguments: [(16, 16, true), (15, 16, false), (17, 16, false), (16, 15, false), (16, 0, false)])
  func `an announcement's fingerprint and boot id have 16 bytes`(fingerprint: Int, boot: Int, isGood: Bool) throws {
    let announcement = Announcement(
      headCount: .max,
      fingerprint: Array(repeating: 1, count: fingerprint),
      policyHash: try #require(Bytes32(Array(repeating: 2, count: 32))),
      software: "",
      bootID: Array(repeating: 3, count: boot),
      trustHash: try #require(Bytes32(Array(repeating: 4, count: 32))),
      highestVersion: 2
    )
    try expect(isGood, .announcement(announcement))
  }

  @Test(arguments: [([1], true), ([1, 2], true), ([], false), ([2, 1], false), ([1, 1], false)])
  func `a fetch's ids are sorted and not repeated`(ids: [UInt8], isGood: Bool) throws {
    let wanted = CBORValue.Pair(4, .array(ids.map { .bytes(Array(repeating: $0, count: 32)) }))
    if isGood {
      _ = try decode(.fetch, Self.header + [wanted])
    } else {
      #expect(throws: Refusal.malformed) { try decode(.fetch, Self.header + [wanted]) }
    }
  }

  @Test func `a fetch wants at most 256 records`() throws {
    let ids = try (0..<257).map { number in
      RecordID(try #require(Bytes32([UInt8(number / 256), UInt8(number % 256)] + Array(repeating: 0, count: 30))))
    }
    #expect(Fetch(ids) == nil)
    try expect(true, .fetch(try #require(Fetch(ids.dropLast()))))
    let wanted = CBORValue.Pair(4, .array(ids.map { .bytes($0.digest.bytes) }))
    #expect(throws: Refusal.malformed) { try decode(.fetch, Self.header + [wanted]) }
  }

  /// Signed and decoded it is the same, or malformed.
  private func expect(_ isGood: Bool, _ object: SyncObject) throws {
    let envelope = try Envelope(sender.signed(object, try sender.header()))
    if isGood {
      #expect(try SyncObject.decode(envelope).object == object)
    } else {
      #expect(throws: Refusal.malformed) { try SyncObject.decode(envelope) }
    }
  }

  private func decode(_ type: ObjectType, _ pairs: [CBORValue.Pair]) throws -> SyncObject {
    let payload = CBORValue.map(pairs).encoded
    let signed = Envelope.sign(payload, as: type, cluster: sender.topics.cluster, by: sender.identity)
    return try SyncObject.decode(try Envelope(signed)).object
  }
}

private func ones(_ count: Int) -> CBORValue { .bytes(Array(repeating: 1, count: count)) }

extension CBORValue.Pair {
  fileprivate init(_ key: Int64, _ value: CBORValue) { self.init(key: .unsigned(key), value: value) }
}
