import KeySyncCore
import KeySyncCrypto

/// Walks one frame down bob's inbound line (PROTOCOL section 6, checks 1–9) and says what is wrong with the line, if anything.
package struct FrameCheck: Sendable {
  private let samples: Samples
  private let originals: Set<[UInt8]>
  private let admission: Admission
  private let sealer: Sealer
  private let cryptography = SodiumCryptography()

  package init(_ samples: Samples) {
    self.samples = samples
    originals = Set(samples.frames)
    sealer = Sealer(identity: samples.bob)
    admission = Admission(
      cluster: samples.cluster,
      node: samples.bob.nodeID,
      trust: Trust([samples.alice.nodeID: .everything, samples.bob.nodeID: .everything]),
      cryptography: cryptography
    )
  }

  /// How far a frame came.
  package enum Outcome: Sendable, Equatable {
    case refused(Refusal)
    /// Its changes were checked, each for itself.
    case opened(refusedChanges: Int)
    /// The line is wrong, and how.
    case violation(String)
  }

  /// - Parameter isSigned: whether the frame was signed after it was spoiled; if not, only an original is authentic.
  package func outcome(of bytes: [UInt8], isSigned: Bool) -> Outcome {
    do {
      let message = try received(bytes)
      guard try encodedAgain(message.envelope) == bytes else { return .violation("decodes to other bytes") }
      let memory = ReplayMemory(remembersMessage: false, floor: nil)
      let authentic = try admission.authentic(message.fresh(at: Samples.now).unseen(in: memory))
      guard isSigned || originals.contains(bytes) else { return .violation("is authentic though nobody signed it") }
      return .opened(refusedChanges: try check(try admission.opened(authentic, by: sealer)))
    } catch let refusal as Refusal {
      return .refused(refusal)
    } catch {
      return .violation("\(error)")
    }
  }

  /// Checks 1 to 4: all that happens before anything is proved.
  package func received(_ bytes: [UInt8]) throws(Refusal) -> Message {
    let frame = try Frame(bytes, topic: topic(of: bytes), isRetained: false, of: samples.topics, at: admission.node)
    guard let frame else { throw .malformed }
    return try admission.message(in: frame)
  }

  /// The topic on which a frame of this type is at home; for what is no frame, the inbox.
  private func topic(of bytes: [UInt8]) -> String {
    let isAnnouncement = (try? Envelope(bytes))?.type == .announcement
    let alice = samples.alice.nodeID
    return isAnnouncement ? samples.topics.announce(alice) : samples.topics.inbox(of: admission.node, from: alice)
  }

  private func check(_ opened: Opened) throws -> Int {
    guard case .changes(let changes) = opened.content else { return 0 }
    return changes.count { change in
      guard let checked = try? admission.checked(change, at: Samples.now) else { return true }
      return checked.dataRefusal != nil
    }
  }

  private func encodedAgain(_ envelope: Envelope) throws -> [UInt8] {
    let (header, object) = try SyncObject.decode(envelope)
    let parrot = Parrot(nodeID: envelope.signer, signature: envelope.signature)
    return object.signed(header, cluster: samples.cluster, by: parrot)
  }

  /// Repeats a signature whatever is to be signed.
  private struct Parrot: Signer {
    let nodeID: NodeID
    let signature: Signature

    func sign(_ bytes: [UInt8]) -> Signature { signature }
  }
}
