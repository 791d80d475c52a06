import CAllocations
import KeySyncCore
import KeySyncCrypto

/// What it costs two nodes with so many keys to find out in what they differ.
struct ReconciliationCost {
  /// Messages of the initiator.
  private(set) var roundTrips = 0
  /// Bytes of negentropy, without what they are signed and sent in.
  private(set) var bytesThere = 0
  private(set) var bytesBack = 0
  /// Of both nodes together.
  private(set) var time = Duration.zero
  /// The most that was allocated at one time, by both together.
  private(set) var peakBytes = 0

  private static let runs = 5

  /// Each of the two has half of what they differ in; the initiator has the odd one.
  init(keys: Int, differences: Int) throws {
    var heads = RandomHeads(seed: UInt64(keys))
    let common = heads.next(keys - min(keys, differences / 2))
    let (mine, theirs) = (heads.next(differences - differences / 2), heads.next(differences / 2))
    let initiator = Negentropy(over: NegentropyIndex((common + mine).sorted()), by: SodiumCryptography())
    let responder = Negentropy(over: NegentropyIndex((common + theirs).sorted()), by: SodiumCryptography())
    allocations_begin()
    let found = try reconcile(initiator, responder)
    peakBytes = Int(allocations_peak())
    precondition(found == (mine.count, theirs.count), "what differs is found")
    time = try Stopwatch.median(of: Self.runs) { _ = try Self.exchange(initiator, responder) }
  }

  private mutating func reconcile(
    _ initiator: Negentropy<NegentropyIndex>,
    _ responder: Negentropy<NegentropyIndex>
  ) throws -> (have: Int, need: Int) {
    let (messages, have, need) = try Self.exchange(initiator, responder)
    roundTrips = messages.count / 2
    for (number, bytes) in messages.enumerated() {
      if number.isMultiple(of: 2) { bytesThere += bytes } else { bytesBack += bytes }
    }
    return (have.count, need.count)
  }

  /// The sizes of the messages in order, and what came out.
  private static func exchange(
    _ initiator: Negentropy<NegentropyIndex>,
    _ responder: Negentropy<NegentropyIndex>
  ) throws -> (messages: [Int], have: Set<RecordID>, need: Set<RecordID>) {
    var sizes: [Int] = []
    var (have, need): (Set<RecordID>, Set<RecordID>) = ([], [])
    var next: [UInt8]? = initiator.initiate()
    while let message = next {
      let answer = try responder.respond(to: message)
      let step = try initiator.reconcile(answer)
      sizes += [message.count, answer.count]
      have.formUnion(step.have)
      need.formUnion(step.need)
      next = step.next
    }
    return (sizes, have, need)
  }
}
