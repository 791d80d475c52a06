import CSodium

/// What the two ends of a stream have in common (libsodium's secretstream with XChaCha20-Poly1305): frames that can only be
/// opened in their order, the last of which says that it is the last.
package enum SecretStream {
  /// The bytes a stream begins with: its nonce.
  package static let headerCount = Int(crypto_secretstream_xchacha20poly1305_HEADERBYTES)
  /// What a frame is longer than what is in it.
  package static let overhead = Int(crypto_secretstream_xchacha20poly1305_abytes())

  static let keyCount = Int(crypto_secretstream_xchacha20poly1305_KEYBYTES)
  static let message: UInt8 = 0
  static let final: UInt8 = 3
}

/// Owns the state of one end, which holds the key of what follows: in guarded memory, zeroed at the end.
@safe
struct StreamState: ~Copyable {
  private let memory: UnsafeMutablePointer<crypto_secretstream_xchacha20poly1305_state>

  /// Ends the process when there is no memory, as Swift's own allocations do.
  init() {
    Sodium.start()
    let size = MemoryLayout<crypto_secretstream_xchacha20poly1305_state>.size
    guard let room = unsafe sodium_malloc(size) else { preconditionFailure("no memory for a secret") }
    unsafe memory = room.initializeMemory(
      as: crypto_secretstream_xchacha20poly1305_state.self,
      repeating: crypto_secretstream_xchacha20poly1305_state(),
      count: 1
    )
  }

  deinit {
    unsafe sodium_free(memory)
  }

  /// Lends the state for the time of the call.
  mutating func withState<Result>(
    _ body: (UnsafeMutablePointer<crypto_secretstream_xchacha20poly1305_state>) -> Result
  ) -> Result {
    unsafe body(memory)
  }
}
