import KeySyncCore
import KeySyncCrypto
import Testing

/// Who is tried, and what may come out, when a message is sealed (PROTOCOL section 5).
struct SealedMessageTests {
  private let cast: Cast
  private let sender: Sender
  private let sealer: Sealer
  private let line: InboundLine

  init() throws {
    cast = try Cast()
    let cluster = try #require(ClusterName("prod"))
    sender = try Sender("alice", in: cast, cluster: cluster)
    sealer = Sealer(identity: sender.identity)
    line = try InboundLine(of: "bob", in: cast, cluster: cluster)
  }

  private var bob: NodeID { line.admission.node }

  @Test(arguments: 0...5)
  func `of the entries under one hint four are tried and the fifth is not`(before: Int) throws {
    var sealed = try seal(try plaintext([try sender.change()]), for: [bob])
    let decoy = SealedChanges.Recipient(hint: bob.publicKey.prefix8, wrapped: Array(repeating: 9, count: 48))
    sealed.recipients.insert(contentsOf: Array(repeating: decoy, count: before), at: 0)
    if before < 4 {
      #expect(try receive(sealed).count == 1)
    } else {
      #expect(throws: Refusal.cannotDecrypt) { try receive(sealed) }
    }
  }

  @Test func `entries under other hints are not counted`() throws {
    var sealed = try seal(try plaintext([try sender.change()]), for: [bob])
    let other = SealedChanges.Recipient(hint: 1, wrapped: Array(repeating: 9, count: 48))
    sealed.recipients.insert(contentsOf: Array(repeating: other, count: 1023), at: 0)
    #expect(sealed.candidates(for: bob).count == 1)
    #expect(try receive(sealed).count == 1)
  }

  @Test func `1,025 recipients or none are malformed`() throws {
    var sealed = try seal(try plaintext([try sender.change()]), for: [bob])
    let own = sealed.recipients
    sealed.recipients += Array(repeating: own[0], count: 1024)
    #expect(throws: Refusal.malformed) { try receive(sealed) }
    sealed.recipients = []
    #expect(throws: Refusal.malformed) { try receive(sealed) }
  }

  @Test func `what was sealed is as strict as what is in the clear`() throws {
    let good = try plaintext([try sender.change()])
    #expect(try receive(try seal(good, for: [bob])).count == 1)
    for bad in [good + [0], Array(good.dropLast()), [0x80], [], Array(repeating: 0x81, count: 5000)] {
      #expect(throws: Refusal.malformed) { try receive(try seal(bad, for: [bob])) }
    }
  }

  @Test(arguments: ["nonce", "ciphertext", "entry"])
  func `a part that is not what was sealed is not decrypted`(part: String) throws {
    var sealed = try seal(try plaintext([try sender.change()]), for: [bob])
    switch part {
    case "nonce": sealed.nonce[23] ^= 1
    case "ciphertext": sealed.ciphertext[0] ^= 1
    default: sealed.recipients[0].wrapped[47] ^= 1
    }
    #expect(throws: Refusal.cannotDecrypt) { try receive(sealed) }
  }

  @Test func `a ciphertext shorter than its tag is not decrypted`() throws {
    var sealed = try seal(try plaintext([try sender.change()]), for: [bob])
    for count in [0, 1, 15, 16] {
      sealed.ciphertext = Array(sealed.ciphertext.prefix(count))
      #expect(throws: Refusal.cannotDecrypt) { try receive(sealed) }
    }
  }

  @Test func `64 KiB of key data travel and a byte more is too large, sealed or not`() throws {
    let largest = try sender.change(data: Array(repeating: 1, count: 64 * 1024))
    let larger = try sender.change(data: Array(repeating: 1, count: 64 * 1024 + 1))
    #expect(try receive(try seal(try plaintext([largest]), for: [bob])).first?.data == largest.data)
    #expect(throws: Refusal.tooLarge) { try receive(try seal(try plaintext([larger]), for: [bob])) }
    #expect(try receiveClear([largest]).first?.data == largest.data)
    #expect(throws: Refusal.tooLarge) { try receiveClear([larger]) }
  }

  private func plaintext(_ changes: [Change]) throws -> [UInt8] {
    var writer = CBORWriter()
    writer.array(changes.count)
    for change in changes {
      let data = try #require(change.data)
      writer.array(3)
      writer.byteString(change.record)
      writer.byteString(data.bytes)
      writer.byteString(data.salt)
    }
    return writer.bytes
  }

  private func seal(_ plaintext: [UInt8], for recipients: [NodeID]) throws -> SealedChanges {
    let additionalData = SealedChanges.additionalData(
      cluster: sender.topics.cluster,
      sender: sender.identity.nodeID,
      messageID: try sender.header().messageID
    )
    return try sealer.seal(plaintext, additionalData: additionalData, for: recipients)
  }

  private func receive(_ sealed: SealedChanges) throws -> [CheckedChange] {
    try receive(sender.signed(.message(.sealed(sealed)), try sender.header(to: bob)))
  }

  private func receiveClear(_ changes: [Change]) throws -> [CheckedChange] {
    try receive(try sender.message(changes, to: bob))
  }

  private func receive(_ bytes: [UInt8]) throws -> [CheckedChange] {
    try line.checked(bytes, topic: line.topics.inbox(of: bob, from: sender.identity.nodeID), at: Sender.now)
  }
}
