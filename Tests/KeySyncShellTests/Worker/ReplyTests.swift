import KeySyncCore
import Testing

@testable import KeySync

/// What is to be answered in one moment.
struct ReplyTests {
  private let peers: [NodeID]

  init() throws { peers = try ["bob", "carol"].map { try TestNode($0).id } }

  @Test func `receipts to one peer travel together, up to the most that one holds, and before what was asked for`() {
    let entries = (0..<300).map { _ in Receipt.Entry(messageID: .random(), outcome: .applied) }
    let fetch = Reply.fetch([], from: peers[0])
    let replies = [fetch] + entries.map { .receipt([$0], to: peers[0]) } + [.receipt([entries[0]], to: peers[1])]
    let together = Reply.together(replies)
    let sizes = together.compactMap { reply in
      if case .receipt(let some, let peer) = reply { (peer == peers[0], some.count) } else { nil }
    }
    #expect(sizes.filter(\.0).map(\.1) == [256, 44])
    #expect(sizes.filter { !$0.0 }.map(\.1) == [1])
    #expect(together.last == fetch)
  }
}
