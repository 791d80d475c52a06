import KeySync
import KeySyncBroker
import KeySyncCrypto

/// A peer whose key the others trust, and who does with it what it can. It knows what honest nodes hold and sends each of them
/// what it likes.
final class Adversary {
  let forge: Forge
  private let seed: [UInt8]
  private let time: SimulatedTime
  var generator: SeededGenerator
  /// What it has heard, the newest last.
  private(set) var heard: [Delivery] = []
  /// Records whose signature is wrong: nobody may ever hold one.
  var wronglySigned: Set<[UInt8]> = []
  /// What it said of one thing to one node and to the others.
  var equivocations: [(RecordID, RecordID)] = []

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

  init(setting: NodeSetting, generator: SeededGenerator) throws {
    var generator = generator
    seed = generator.bytes(Identity.seedCount)
    guard let identity = Identity(seed: seed) else { throw SimulatedCrash() }
    time = setting.time
    forge = Forge(identity, setting: setting, randomness: SeededSource(generator.split()).randomness)
    self.generator = generator
  }

  var nodeID: NodeID { forge.signer.nodeID }

  /// A signature that holds only where the cofactor is multiplied in.
  func torsionSignature(of bytes: [UInt8]) -> Signature? { TorsionSigner(seed: seed)?.sign(bytes) }

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
