import KeySyncCore
import KeySyncCrypto
import Testing

/// A reconciliation of two storages, message by message.
struct NegentropyExchange {
  private(set) var messages: [[UInt8]]
  private(set) var have: Set<RecordID> = []
  private(set) var need: Set<RecordID> = []

  /// The roads there and back that any test may take: a reconciliation that does not end is a bug.
  private static let longest = 20_000

  init(
    of initiator: some NegentropyStorage,
    with responder: some NegentropyStorage,
    frameSizeLimit: Int? = nil,
    beginningWith first: [UInt8]? = nil
  ) throws {
    let cryptography = SodiumCryptography()
    let initiator = Negentropy(over: initiator, by: cryptography, frameSizeLimit: frameSizeLimit)
    let responder = Negentropy(over: responder, by: cryptography, frameSizeLimit: frameSizeLimit)
    messages = [first ?? initiator.initiate()]
    for _ in 0..<Self.longest {
      let answer = try responder.respond(to: messages[messages.count - 1])
      let step = try initiator.reconcile(answer)
      have.formUnion(step.have)
      need.formUnion(step.need)
      messages.append(answer)
      guard let next = step.next else { return }
      messages.append(next)
    }
    Issue.record("the reconciliation does not end")
  }

  /// Messages of the initiator.
  var roundTrips: Int { messages.count / 2 }
}
