import KeySyncCore
import KeySyncCrypto

/// The line that a publication walks at one node, in the order of PROTOCOL section 6.
struct InboundLine: Sendable {
  let admission: Admission
  let topics: Topics
  private let sealer: Sealer

  init(of receiver: String, in cast: Cast, cluster: ClusterName) throws {
    admission = try cast.admission(at: receiver, cluster: cluster)
    topics = Topics(cluster: cluster)
    sealer = Sealer(identity: try cast.identity(receiver))
  }

  /// Nil for what is dropped unparsed.
  func opened(
    _ bytes: [UInt8],
    topic: String,
    isRetained: Bool = false,
    at now: WallTime,
    memory: ReplayMemory = ReplayMemory(remembersMessage: false, floor: nil)
  ) throws(Refusal) -> Opened? {
    let frame = try Frame(bytes, topic: topic, isRetained: isRetained, of: topics, at: admission.node)
    guard let frame else { return nil }
    let unseen = try admission.message(in: frame).fresh(at: now).unseen(in: memory)
    return try admission.opened(try admission.authentic(unseen), by: sealer)
  }

  /// The changes of a sync message, each checked; empty when the publication is none.
  func checked(
    _ bytes: [UInt8],
    topic: String,
    isRetained: Bool = false,
    at now: WallTime
  ) throws(Refusal) -> [CheckedChange] {
    let opened = try opened(bytes, topic: topic, isRetained: isRetained, at: now)
    guard case .changes(let changes) = opened?.content else { return [] }
    var checked: [CheckedChange] = []
    for change in changes { checked.append(try admission.checked(change, at: now)) }
    return checked
  }
}
