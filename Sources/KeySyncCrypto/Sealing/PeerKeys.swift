import KeySyncCore
import Synchronization

/// The keys agreed on with peers, kept because one costs two scalar multiplications. Bounded: a new one beyond the
/// capacity takes the place of the oldest, which is wiped when its last user lets go of it.
final class PeerKeys: Sendable {
  /// One peer's key, shared by those who use it at the time.
  final class Key: Sendable {
    let secret: GuardedBytes

    init(_ secret: consuming GuardedBytes) { self.secret = secret }
  }

  private struct State {
    var keys: [NodeID: Key] = [:]
    /// The peers in `keys`; once there are as many as fit, `next` is the oldest.
    var peers: [NodeID] = []
    var next = 0

    mutating func insert(_ key: Key, of peer: NodeID, capacity: Int) {
      guard keys.updateValue(key, forKey: peer) == nil else { return }
      if peers.count < capacity {
        peers.append(peer)
      } else {
        keys[peers[next]] = nil
        peers[next] = peer
        next = (next + 1) % capacity
      }
    }
  }

  private let identity: Identity
  private let capacity: Int
  private let state = Mutex(State())

  /// Keys between the identity and its peers, at most so many (at least 1). The usual capacity fits the recipients of
  /// one message: 8 KiB each.
  init(of identity: Identity, capacity: Int = Limits.recipients) {
    self.identity = identity
    self.capacity = max(1, capacity)
  }

  /// The key agreed on with the peer. It is worked out outside the lock; of two threads that do so at once, one does
  /// it for nothing.
  func key(with peer: NodeID) throws(SealingError) -> Key {
    if let key = state.withLock({ $0.keys[peer] }) { return key }
    let key = Key(try identity.agreedKey(with: peer))
    state.withLock { $0.insert(key, of: peer, capacity: capacity) }
    return key
  }

  /// The number of keys held.
  var count: Int { state.withLock { $0.keys.count } }
}
