import CSodium
import KeySyncCore

/// Seals messages to other nodes, and opens those sealed to this one (PROTOCOL section 5).
///
/// A data key lives for one message, so it is wiped but not guarded: a guarded page would cost more than the cipher.
package final class Sealer: Sendable {
  let nodeID: NodeID
  private let peerKeys: PeerKeys
  private let randomness: Randomness

  /// The sealer of one node. It keeps the keys agreed on with peers, so one is made and shared.
  package init(identity: Identity, randomness: Randomness = .system) {
    self.randomness = randomness
    nodeID = identity.nodeID
    peerKeys = PeerKeys(of: identity)
  }

  /// Pads the plaintext and encrypts it under a fresh data key and nonce, with the data key wrapped for each of the 1
  /// to 1,024 recipients. The additional data is `external_aad ‖ 00 ‖ sender public key ‖ message_id`.
  package func seal(
    _ plaintext: [UInt8],
    additionalData: [UInt8],
    for recipients: [NodeID]
  ) throws(SealingError) -> SealedChanges {
    guard (1...Limits.recipients).contains(recipients.count) else { throw .recipientCount(recipients.count) }
    var dataKey = randomness.bytes(XChaCha20Poly1305.keyCount)
    defer { unsafe sodium_memzero(&dataKey, dataKey.count) }
    let nonce = randomness.bytes(XChaCha20Poly1305.nonceCount)
    var entries: [SealedChanges.Recipient] = []
    entries.reserveCapacity(recipients.count)
    for recipient in recipients.sorted() {
      let wrapped = Self.wrap(dataKey, nonce: nonce, key: try peerKeys.key(with: recipient))
      entries.append(SealedChanges.Recipient(hint: recipient.publicKey.prefix8, wrapped: wrapped))
    }
    var text = Padding.pad(plaintext, reserving: XChaCha20Poly1305.tagCount)
    unsafe XChaCha20Poly1305.seal(&text, additionalData: additionalData, nonce: nonce, key: dataKey)
    return SealedChanges(nonce: nonce, ciphertext: text, recipients: entries)
  }

  /// The plaintext of a message whose entries with this node's hint hold the candidates: the first 4 are tried.
  package func open(
    nonce: [UInt8],
    ciphertext: [UInt8],
    candidates: [[UInt8]],
    additionalData: [UInt8],
    from sender: NodeID
  ) throws(OpeningError) -> [UInt8] {
    guard let key = try? peerKeys.key(with: sender) else { throw .cannotDecrypt }
    var dataKey = [UInt8](repeating: 0, count: XChaCha20Poly1305.keyCount)
    defer { unsafe sodium_memzero(&dataKey, dataKey.count) }
    for wrapped in candidates.prefix(Limits.hintsTried) {
      guard Self.unwrap(wrapped, nonce: nonce, key: key, into: &dataKey) else { continue }
      let padded = unsafe XChaCha20Poly1305.open(
        ciphertext[...],
        additionalData: additionalData,
        nonce: nonce[...],
        key: dataKey
      )
      guard let padded else { continue }
      guard let plaintext = Padding.unpad(padded) else { throw .badPadding }
      return plaintext
    }
    throw .cannotDecrypt
  }

  private static func wrap(_ dataKey: [UInt8], nonce: [UInt8], key: PeerKeys.Key) -> [UInt8] {
    var wrapped = [UInt8](repeating: 0, count: wrappedCount)
    let code = unsafe key.secret.withBytes {
      unsafe crypto_box_easy_afternm(&wrapped, dataKey, UInt64(dataKey.count), nonce, $0)
    }
    Sodium.expectSuccess(code, of: "crypto_box_easy_afternm")
    return wrapped
  }

  private static func unwrap(
    _ wrapped: [UInt8],
    nonce: [UInt8],
    key: PeerKeys.Key,
    into dataKey: inout [UInt8]
  ) -> Bool {
    guard wrapped.count == wrappedCount, nonce.count == Int(crypto_box_NONCEBYTES) else { return false }
    return unsafe key.secret.withBytes {
      unsafe crypto_box_open_easy_afternm(&dataKey, wrapped, UInt64(wrapped.count), nonce, $0) == 0
    }
  }

  private static let wrappedCount = Int(crypto_box_MACBYTES) + XChaCha20Poly1305.keyCount
}
