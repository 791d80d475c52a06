import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

/// Spoiled messages: none traps, and each ends in `malformed` or in a well-formed answer within the frame.
struct HostileNegentropyTests {
  private static let messagesPerRound = 200
  private static let limit = 4096

  private let samples: [[UInt8]]
  private let index: NegentropyIndex
  private let cryptography = SodiumCryptography()

  init() throws {
    var messages: [[UInt8]] = []
    for (seed, span) in [1, 100, 60_000_000].enumerated() {
      var items = RandomItems(seed: UInt64(seed), span: UInt64(span))
      let common = items.next(500)
      let (mine, theirs) = (NegentropyIndex(common + items.next(40)), NegentropyIndex(common + items.next(40)))
      messages += try NegentropyExchange(of: mine, with: theirs, frameSizeLimit: Self.limit).messages
    }
    samples = messages
    var items = RandomItems(seed: 1, span: 100)
    index = NegentropyIndex(items.next(540))
  }

  @Test(arguments: 0..<8)
  func `no spoiled message traps or makes an answer that is too large or malformed`(round: UInt64) throws {
    var generator = SeededGenerator(seed: round)
    let negentropy = Negentropy(over: index, by: cryptography, frameSizeLimit: Self.limit)
    var answered = 0
    for _ in 0..<Self.messagesPerRound {
      let message = spoiledMessage(using: &generator)
      guard let answer = try outcome(of: { () throws(Refusal) in try negentropy.respond(to: message) }) else {
        continue
      }
      answered += 1
      #expect(answer.count <= Self.limit)
      _ = try negentropy.reconcile(answer)
      let step = try outcome { () throws(Refusal) in try negentropy.reconcile(message) }
      guard let step else { continue }
      #expect(step.need.count <= message.count / 32)
      #expect(step.have.count <= index.count)
      guard let next = step.next else { continue }
      #expect(next.count <= Self.limit)
      _ = try negentropy.respond(to: next)
    }
    #expect(answered > Self.messagesPerRound / 20, "the messages are spoiled too much to test anything")
  }

  @Test func `noise is refused or answered`() throws {
    var generator = SeededGenerator(seed: 9)
    let negentropy = Negentropy(over: index, by: cryptography, frameSizeLimit: Self.limit)
    for _ in 0..<Self.messagesPerRound {
      let noise = [0x61] + generator.bytes(.random(in: 0...64, using: &generator))
      let answer = try outcome { () throws(Refusal) in try negentropy.respond(to: noise) }
      #expect((answer?.count ?? 0) <= Self.limit)
    }
  }

  /// Nil for what may rightly be refused.
  private func outcome<Value>(of body: () throws(Refusal) -> Value) throws -> Value? {
    do {
      return try body()
    } catch .malformed, .unsupportedVersion {
      return nil
    }
  }

  private func spoiledMessage(using generator: inout SeededGenerator) -> [UInt8] {
    var message = samples.randomElement(using: &generator) ?? []
    let other = samples.randomElement(using: &generator) ?? []
    Mutation.spoil(&message, other: other, using: &generator)
    return message
  }
}
