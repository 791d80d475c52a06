import KeySync
import KeySyncBroker
import KeySyncCrypto

/// A peer whose key the others trust, and who does with it what it can. It knows what honest nodes hold and sends each of them
/// what it likes.
final class Adversary {
  let identity: Identity
  let forge: Forge
  private let time: SimulatedTime
  var generator: SeededGenerator
  /// What it has heard, the newest last.
  private(set) var heard: [Delivery] = []

  private static let memory = 200

  /// What it knows where it strikes.
  struct View {
    let key: KeyID
    /// A key that nobody else writes to.
    let otherKey: KeyID
    let heads: [VerifiedRecord]
    let history: [VerifiedRecord]
    let target: Int
    let nodes: [NodeID]

    var targetID: NodeID { nodes[target] }
  }

  /// What goes to which node.
  typealias Blow = (Delivery, to: Int)

  init(cluster: ClusterName, time: SimulatedTime, generator: SeededGenerator) throws {
    var generator = generator
    guard let identity = Identity(seed: generator.bytes(Identity.seedCount)) else { throw SimulatedCrash() }
    self.identity = identity
    self.time = time
    forge = Forge(cluster: cluster, identity: identity, randomness: SeededSource(generator.split()).randomness)
    self.generator = generator
  }

  var now: WallTime { WallTime(milliseconds: time.now) }

  /// Takes what reaches it. Now and then it says that it has installed what it heard, at the end always.
  func hear(_ delivery: Delivery, from sender: Int, isHonestNow: Bool) -> Delivery? {
    heard.append(delivery)
    if heard.count > Self.memory { heard.removeFirst() }
    guard isHonestNow || generator.chance(0.3) else { return nil }
    return answer(to: delivery)
  }

  func answer(to delivery: Delivery) -> Delivery? {
    guard let envelope = try? Envelope(delivery.payload), envelope.type == .message,
      let (header, _) = try? SyncObject.decode(envelope)
    else { return nil }
    return forge.receipt(for: header.messageID, to: envelope.signer, at: now)
  }

  /// One of the frames it has heard.
  func frame() -> Delivery? { heard.isEmpty ? nil : heard[generator.below(heard.count)] }
}
