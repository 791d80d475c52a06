/// A message that its sender signed for this cluster (PROTOCOL section 6, check 7). From here on it may be remembered,
/// answered, and blamed on its sender.
package struct Authentic: Sendable {
  package let message: Message

  fileprivate init(_ message: Message) { self.message = message }
}

extension Admission {
  /// - Throws: `bad-signature`.
  package func authentic(_ unseen: Unseen) throws(Refusal) -> Authentic {
    guard unseen.message.envelope.isAuthentic(cluster: cluster, by: cryptography) else { throw .badSignature }
    return Authentic(unseen.message)
  }
}
