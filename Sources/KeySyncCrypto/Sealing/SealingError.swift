import KeySyncCore

/// Why a message could not be sealed.
package enum SealingError: Error, Equatable, CustomStringConvertible {
  /// There must be 1 to 1,024 recipients (PROTOCOL section 5).
  case recipientCount(Int)
  /// The public key is no point of the prime-order group, so no key can be agreed on.
  case unusableKey(of: NodeID)

  package var description: String {
    switch self {
    case .recipientCount(let count): "a message is sealed to 1 to \(Limits.recipients) nodes, not to \(count)"
    case .unusableKey(let peer): "no key can be agreed on with the public key \(peer.publicKey)"
    }
  }
}
