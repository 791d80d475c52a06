import KeySync
import KeySyncBroker
import KeySyncCrypto

/// What the checks of messages cost on one thread, without broker and store: decoding, opening, two signatures, commitments.
struct CheckCost {
  /// For all changes.
  let time: Duration

  private static let runs = 3
  private static let nothing = ReplayMemory(remembersMessage: false, floor: nil)

  init(_ form: MessageForm, changes: Int) throws {
    let sender = BenchmarkSender(BenchmarkNode.cluster)
    let reader = Identity()
    let sealer = Sealer(identity: reader)
    let messages = try sender.messages(form, changes: changes, to: reader.nodeID)
    let topics = Topics(cluster: BenchmarkNode.cluster)
    let admission = Admission(
      cluster: BenchmarkNode.cluster,
      node: reader.nodeID,
      trust: Trust([sender.identity.nodeID: DatedRules(rules: [.everything])]),
      cryptography: SodiumCryptography()
    )
    let now = WallTime.now
    time = try Stopwatch.median(of: Self.runs) {
      var count = 0
      for message in messages { count += try Self.check(message, admission, topics, sealer, at: now) }
      precondition(count == changes, "every change is good")
    }
  }

  private static func check(
    _ publication: Publication,
    _ admission: Admission,
    _ topics: Topics,
    _ sealer: Sealer,
    at now: WallTime
  ) throws -> Int {
    guard
      let frame = try Frame(
        publication.payload,
        topic: publication.topic,
        isRetained: false,
        of: topics,
        at: admission.node
      )
    else { return 0 }
    let unseen = try admission.message(in: frame).fresh(at: now).unseen(in: nothing)
    let opened = try admission.opened(try admission.authentic(unseen), by: sealer)
    guard case .changes(let changes) = opened.content else { return 0 }
    for change in changes { _ = try admission.checked(change, at: now) }
    return changes.count
  }
}
