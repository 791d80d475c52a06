import KeySyncCore

extension Identity: Signer {}

extension Sealer: Opener {
  /// Opens what was sealed to this node; see `Opener`.
  package func open(
    _ sealed: SealedChanges,
    additionalData: [UInt8],
    from sender: NodeID
  ) throws(Refusal) -> [UInt8] {
    do {
      return try open(
        nonce: sealed.nonce,
        ciphertext: sealed.ciphertext,
        candidates: sealed.candidates(for: nodeID).map(\.wrapped),
        additionalData: additionalData,
        from: sender
      )
    } catch {
      switch error {
      case .cannotDecrypt: throw .cannotDecrypt
      case .badPadding: throw .malformed
      }
    }
  }
}
