import KeySyncCore
import KeySyncCrypto
import Testing

/// The vectors of announcement, receipt, reconcile and fetch. All are alice's; all but the announcement are for bob.
struct ObjectVectorTests {
  private let cast: Cast
  private let cluster: ClusterName

  init() throws {
    cast = try Cast()
    cluster = try #require(ClusterName("prod"))
  }

  struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let typ: String
    let sender: String
    let cluster: String
    let encoded: HexBytes

    var testDescription: String { name }
  }

  private static let all = Result { try Vectors.load("objects", as: [Vector].self) }

  @Test(arguments: try all.get())
  func `an object encodes to the bytes it was decoded from`(vector: Vector) throws {
    #expect(vector.cluster == cluster.text)
    let envelope = try Envelope(vector.encoded.bytes)
    #expect(envelope.type.rawValue == vector.typ)
    let (header, object) = try SyncObject.decode(envelope)
    let signed = object.signed(header, cluster: cluster, by: try cast.identity(vector.sender))
    #expect(signed.hex == vector.encoded.bytes.hex)
  }

  @Test func `the announcement says what alice has`() throws {
    guard case .announcement(let announcement) = try opened("announcement") else { return }
    let hashes = try Vectors.load("hashes", as: HashVectorTests.File.self)
    #expect(announcement.headCount == 12345)
    #expect(announcement.fingerprint.hex == "a6f437234a7db372a0439a2c9fa69768")
    #expect(announcement.policyHash.description == hashes.policy.first?.hash)
    #expect(announcement.trustHash.description == hashes.trust.first?.hash)
    #expect(announcement.software == "keysync 0.1.0")
    #expect(announcement.bootID.hex == "b03c413f7de32eb9225666b5086c934a")
    #expect(announcement.highestVersion == 1)
  }

  @Test func `the receipt has one message processed and one not decrypted`() throws {
    guard case .receipt(let receipt) = try opened("receipt") else { return }
    let processed = try #require(receipt.entries.first)
    #expect(receipt.entries.count == 2)
    #expect(processed.messageID.description == "dda825f0ed5e6a42950915b89748259f")
    #expect(processed.outcome == .applied)
    #expect(processed.changes == [.applied, .unchanged, .conflict, Outcome(.keyMismatch)])
    #expect(receipt.entries.last?.outcome == Outcome(.cannotDecrypt))
    #expect(receipt.entries.last?.changes == [])
  }

  @Test func `the reconciliation begins`() throws {
    guard case .reconcile(let reconcile) = try opened("reconcile") else { return }
    #expect(reconcile.session.hex == "bdae468fe6744a7ec3eb7728ca26c0b5")
    #expect(reconcile.round == 0)
    #expect(reconcile.negentropy == [0x61, 0, 0, 2, 0])
  }

  @Test func `the fetch wants two records`() throws {
    guard case .fetch(let fetch) = try opened("fetch") else { return }
    #expect(fetch.ids.count == 2)
    #expect(fetch.ids.first?.description.hasPrefix("1a0b1bee829753a3") == true)
    #expect(Fetch(fetch.ids.reversed()) == fetch)
  }

  /// What bob gets of a vector.
  private func opened(_ name: String) throws -> SyncObject? {
    let vector = try #require(try Self.all.get().first { $0.name == name })
    let line = try InboundLine(of: "bob", in: cast, cluster: cluster)
    let isAnnouncement = name == "announcement"
    let opened = try line.opened(
      vector.encoded.bytes,
      topic: isAnnouncement
        ? line.topics.announce(try cast.node("alice"))
        : line.topics.inbox(of: line.admission.node, from: try cast.node("alice")),
      isRetained: isAnnouncement,
      at: WallTime(milliseconds: 1_767_900_000_000)
    )
    let content = try #require(opened?.content)
    #expect(opened?.header.to == (isAnnouncement ? nil : line.admission.node))
    let object: SyncObject? =
      switch content {
      case .announcement(let announcement): .announcement(announcement)
      case .receipt(let receipt): .receipt(receipt)
      case .reconcile(let reconcile): .reconcile(reconcile)
      case .fetch(let fetch): .fetch(fetch)
      case .changes: nil
      }
    #expect(object?.type.rawValue == vector.typ)
    return object
  }
}
