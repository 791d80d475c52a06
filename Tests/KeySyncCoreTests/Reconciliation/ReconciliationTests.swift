import KeySyncCore
import Testing

/// When nodes compare their heads, and when they let it be (PROTOCOL section 8).
struct ReconciliationTests {
  private let small: NodeID
  private let large: NodeID
  private let common: [NegentropyItem]
  private let ofSmall: [NegentropyItem]
  private let ofLarge: [NegentropyItem]

  init() throws {
    small = NodeID(publicKey: try #require(Bytes32([UInt8](repeating: 1, count: 32))))
    large = NodeID(publicKey: try #require(Bytes32([UInt8](repeating: 2, count: 32))))
    var random = RandomItems(seed: 7)
    (common, ofSmall, ofLarge) = (random.next(500), random.next(300), random.next(20))
  }

  private func nodes() -> ReconcilingNodes { ReconcilingNodes([small: common + ofSmall, large: common + ofLarge]) }

  @Test func `the second announcement that differs begins a session, after which both have all`() {
    let nodes = nodes()
    nodes.announce(small, to: large)
    nodes.advance(large)
    #expect(nodes.begun == 0)
    nodes.announce(small, to: large)
    nodes.advance(large)
    #expect(nodes.begun == 1)
    #expect(nodes.fingerprint(small) == nodes.fingerprint(large))
    #expect(nodes.indices[large]?.count == 820)
    #expect(nodes.machines[large]?.runs[small]?.end == .settled)
  }

  @Test func `after a new connection the first one is enough, once`() {
    let nodes = nodes()
    nodes.tell(large, .connected)
    nodes.announce(small, to: large)
    nodes.advance(large)
    #expect(nodes.begun == 1)
    #expect(nodes.fingerprint(small) == nodes.fingerprint(large))
  }

  @Test func `equal fingerprints cost nothing`() {
    let nodes = ReconcilingNodes([small: common, large: common])
    nodes.tell(large, .connected)
    for _ in 0..<5 {
      nodes.announce(small, to: large)
      nodes.advance(large)
      nodes.now = nodes.now.advanced(byMilliseconds: 30_000)
    }
    #expect(nodes.done.isEmpty)
  }

  @Test func `one session begins in an interval`() throws {
    let third = NodeID(publicKey: try #require(Bytes32([UInt8](repeating: 3, count: 32))))
    let nodes = ReconcilingNodes([small: common, large: common + ofLarge, third: ofSmall])
    nodes.isCut = true
    for _ in 0..<2 { for peer in [large, third] { nodes.announce(peer, to: small) } }
    nodes.advance(small)
    #expect(nodes.begun == 1)
    nodes.now = nodes.now.advanced(byMilliseconds: 29_000)
    nodes.advance(small)
    #expect(nodes.begun == 1 + nodes.said.dropFirst().count { $0.session == nodes.said[0].session && $0.round == 0 })
    nodes.now = nodes.now.advanced(byMilliseconds: 1_000)
    nodes.advance(small)
    #expect(Set(nodes.said.map(\.session)).count == 2)
  }

  @Test func `what was lost is said again three times, and then not for a while`() {
    let nodes = nodes()
    nodes.isCut = true
    nodes.tell(large, .connected)
    nodes.announce(small, to: large)
    for _ in 0..<4 {
      nodes.advance(large)
      nodes.now = nodes.now.advanced(byMilliseconds: 10_000)
    }
    #expect(nodes.said.count == 3)
    #expect(nodes.machines[large]?.runs[small]?.end == .silent)
  }

  @Test func `of two sessions between a pair that of the smaller key lives`() {
    let nodes = nodes()
    nodes.isCut = true
    for node in [small, large] { nodes.tell(node, .connected) }
    nodes.announce(small, to: large)
    nodes.announce(large, to: small)
    nodes.advance(large)
    nodes.advance(small)
    let (ofLarge, ofSmall) = (nodes.said[0], nodes.said[1])
    nodes.tell(small, .said(ofLarge, by: large))
    #expect(nodes.said.count == 2)
    nodes.tell(large, .said(ofSmall, by: small))
    #expect(nodes.said.count == 3)
    #expect(nodes.said[2].session == ofSmall.session && nodes.said[2].round == 1)
    #expect(nodes.machines[large]?.runs[small]?.end == .yielded)
  }

  @Test func `answers that nobody waits for are dropped`() {
    let nodes = nodes()
    let stray = Reconcile(session: [UInt8](repeating: 9, count: 16), round: 1, negentropy: [0x61])
    nodes.tell(small, .said(stray, by: large))
    nodes.isCut = true
    nodes.tell(large, .connected)
    nodes.announce(small, to: large)
    nodes.advance(large)
    nodes.tell(large, .said(Reconcile(session: nodes.said[0].session, round: 3, negentropy: [0x61]), by: small))
    #expect(nodes.said.count == 1)
    #expect(nodes.machines[large]?.runs[small]?.isOver == false)
  }

  @Test(arguments: [Outcome(.untrustedCreator), Outcome(.notAuthorised), Outcome(.badRecordSignature)])
  func `nodes of which each refuses a record come to rest, until their rules change`(refusal: Outcome) {
    let nodes = nodes()
    nodes.refusing = [small: [ofLarge[0].id: refusal], large: [ofSmall[0].id: refusal]]
    for _ in 0..<20 {
      for (node, other) in [(small, large), (large, small)] {
        nodes.announce(node, to: other)
        nodes.advance(other)
      }
      nodes.now = nodes.now.advanced(byMilliseconds: 30_000)
    }
    let before = nodes.done.count
    #expect(nodes.indices[small]?.count == 819)
    #expect(nodes.indices[large]?.count == 819)
    for _ in 0..<20 {
      for (node, other) in [(small, large), (large, small)] {
        nodes.announce(node, to: other)
        nodes.advance(other)
      }
      nodes.now = nodes.now.advanced(byMilliseconds: 30_000)
    }
    #expect(nodes.done.count == before)
    nodes.refusing = [:]
    for (node, other) in [(small, large), (large, small)] { nodes.tell(node, .rulesChanged(peers: [other])) }
    for _ in 0..<2 { nodes.announce(small, to: large) }
    nodes.advance(large)
    #expect(nodes.fingerprint(small) == nodes.fingerprint(large))
  }

  @Test func `what is demanded begins at once and ends when nothing is found any more`() {
    let nodes = nodes()
    nodes.tell(large, .demanded(small, isFull: true))
    nodes.advance(large)
    #expect(nodes.begun == 2)
    #expect(nodes.machines[large]?.runs[small]?.foundNothing == true)
    #expect(nodes.machines[large]?.isBusy == false)
  }

  @Test func `a set too large for the rounds of one session is gone on with at once`() {
    var random = RandomItems(seed: 9)
    let nodes = ReconcilingNodes([small: random.next(80_000), large: []])
    nodes.tell(large, .connected)
    nodes.announce(small, to: large)
    nodes.advance(large)
    #expect(nodes.indices[large]?.count == 80_000)
    #expect(nodes.said.allSatisfy { $0.round <= Limits.round })
    #expect((2...4).contains(nodes.begun))
  }

  @Test func `all heads are compared in full at long intervals`() {
    let nodes = ReconcilingNodes([small: common, large: common])
    for _ in 0..<125 {
      nodes.announce(small, to: large)
      nodes.advance(large)
      nodes.now = nodes.now.advanced(byMilliseconds: 30_000)
    }
    #expect(nodes.begun == 1)
  }
}
