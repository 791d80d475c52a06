import KeySyncCore
import Testing

@testable import KeySyncCrypto

@Suite struct SealerTests {
  let additionalData = Array("keysync/v1/prod".utf8) + [0] + Randomness.system.bytes(48)
  let plaintext = Array("the changes".utf8)

  private func open(
    _ sealed: SealedChanges,
    _ index: Int = 0,
    by receiver: Identity,
    from sender: Identity,
    additionalData: [UInt8]? = nil
  ) throws(OpeningError) -> [UInt8] {
    try Sealer(identity: receiver).open(
      nonce: sealed.nonce,
      ciphertext: sealed.ciphertext,
      candidates: [sealed.recipients[index].wrapped],
      additionalData: additionalData ?? self.additionalData,
      from: sender.nodeID
    )
  }

  @Test func `a message sealed elsewhere opens`() throws {
    #expect(try SealedVector.oneRecipient.open().hex == SealedVector.changes)
  }

  @Test func `a message sealed elsewhere with wrong padding is told from one that does not open`() {
    #expect(throws: OpeningError.badPadding) { try SealedVector.padding81.open() }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 100_000])
  func `a sealed message opens to what was sealed`(count: Int) throws {
    let (alice, bob) = (Identity(), Identity())
    let plaintext = Randomness.system.bytes(count)
    let sealed = try Sealer(identity: alice).seal(plaintext, additionalData: additionalData, for: [bob.nodeID])
    #expect(sealed.nonce.count == 24)
    #expect(sealed.ciphertext.count == (count / 64 + 1) * 64 + 16)
    #expect(sealed.recipients.map(\.wrapped.count) == [48])
    #expect(try open(sealed, by: bob, from: alice) == plaintext)
  }

  @Test func `each of two recipients opens its own entry, in the order of public keys`() throws {
    let (alice, bob, carol) = try (TestIdentities.alice(), TestIdentities.bob(), TestIdentities.carol())
    let sealed = try Sealer(identity: alice)
      .seal(plaintext, additionalData: additionalData, for: [carol.nodeID, bob.nodeID])
    #expect(sealed.recipients.map(\.hint.bigEndianBytes.hex) == ["0c80867a8b084f91", "51481a98a9908a92"])
    #expect(try open(sealed, 0, by: bob, from: alice) == plaintext)
    #expect(try open(sealed, 1, by: carol, from: alice) == plaintext)
    #expect(throws: OpeningError.cannotDecrypt) { try open(sealed, 1, by: bob, from: alice) }
  }

  @Test func `a message opens for its recipient, from its sender, where it belongs`() throws {
    let (alice, bob, carol) = (Identity(), Identity(), Identity())
    let sealed = try Sealer(identity: alice).seal(plaintext, additionalData: additionalData, for: [bob.nodeID])
    #expect(try open(sealed, by: bob, from: alice) == plaintext)
    #expect(throws: OpeningError.cannotDecrypt) { try open(sealed, by: carol, from: alice) }
    #expect(throws: OpeningError.cannotDecrypt) { try open(sealed, by: bob, from: carol) }
    #expect(throws: OpeningError.cannotDecrypt) {
      try open(sealed, by: bob, from: alice, additionalData: additionalData.dropLast() + [0xFF ^ additionalData[63]])
    }
  }

  @Test func `a message with one bit changed, or cut short anywhere, does not open`() throws {
    let (alice, bob) = (Identity(), Identity())
    let sealed = try Sealer(identity: alice).seal(plaintext, additionalData: additionalData, for: [bob.nodeID])
    let receiver = Sealer(identity: bob)
    let parts = [sealed.nonce, sealed.ciphertext, sealed.recipients[0].wrapped]
    for part in parts.indices {
      for index in parts[part].indices {
        var flipped = parts[part]
        flipped[index] ^= 1
        for damaged in [flipped, Array(parts[part][..<index]), parts[part] + [0]] {
          var message = parts
          message[part] = damaged
          #expect(throws: OpeningError.cannotDecrypt) {
            try receiver.open(
              nonce: message[0],
              ciphertext: message[1],
              candidates: [message[2]],
              additionalData: additionalData,
              from: alice.nodeID
            )
          }
        }
      }
    }
  }

  @Test func `of entries with one hint the first four are tried`() throws {
    let (alice, bob) = (Identity(), Identity())
    let sealed = try Sealer(identity: alice).seal(plaintext, additionalData: additionalData, for: [bob.nodeID])
    let receiver = Sealer(identity: bob)
    for strangers in 0...4 {
      let candidates = (0..<strangers).map { _ in Randomness.system.bytes(48) } + [sealed.recipients[0].wrapped]
      let opened = try? receiver.open(
        nonce: sealed.nonce,
        ciphertext: sealed.ciphertext,
        candidates: candidates,
        additionalData: additionalData,
        from: alice.nodeID
      )
      #expect(opened == (strangers < 4 ? plaintext : nil))
    }
  }

  @Test func `sealing twice gives nothing in common`() throws {
    let (alice, bob) = (Sealer(identity: Identity()), Identity())
    let first = try alice.seal(plaintext, additionalData: additionalData, for: [bob.nodeID])
    let second = try alice.seal(plaintext, additionalData: additionalData, for: [bob.nodeID])
    #expect(first.nonce != second.nonce)
    #expect(first.ciphertext != second.ciphertext)
    #expect(first.recipients != second.recipients)
  }

  @Test(arguments: [0, 1025])
  func `a message has 1 to 1,024 recipients`(count: Int) {
    let recipients = [NodeID](repeating: Identity().nodeID, count: count)
    #expect(throws: SealingError.recipientCount(count)) {
      try Sealer(identity: Identity()).seal(plaintext, additionalData: additionalData, for: recipients)
    }
  }

  @Test func `a recipient whose key is no usable point is an error, and so is a sender's`() throws {
    let bad = NodeID(publicKey: try TestIdentities.bytes32("01" + String(repeating: "0", count: 62)))
    let sealer = Sealer(identity: Identity())
    #expect(throws: SealingError.unusableKey(of: bad)) {
      try sealer.seal(plaintext, additionalData: additionalData, for: [Identity().nodeID, bad])
    }
    #expect(throws: OpeningError.cannotDecrypt) {
      try sealer.open(
        nonce: Randomness.system.bytes(24),
        ciphertext: Randomness.system.bytes(80),
        candidates: [Randomness.system.bytes(48)],
        additionalData: additionalData,
        from: bad
      )
    }
  }
}
