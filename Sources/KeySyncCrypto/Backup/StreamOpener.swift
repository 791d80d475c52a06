import CSodium
import KeySyncCore

/// The reading end of a stream.
package struct StreamOpener: ~Copyable {
  private var state: StreamState

  /// Begins to read the stream with this header of 24 bytes under a key of 32.
  package init(key: borrowing GuardedBytes, header: [UInt8]) {
    precondition(
      key.count == SecretStream.keyCount && header.count == SecretStream.headerCount,
      "a key has 32 bytes, a header 24"
    )
    var state = StreamState()
    let code = unsafe key.withBytes { key in
      unsafe state.withState { unsafe crypto_secretstream_xchacha20poly1305_init_pull($0, header, key) }
    }
    Sodium.expectSuccess(code, of: "crypto_secretstream_xchacha20poly1305_init_pull")
    self.state = state
  }

  /// What is in the next frame, and whether it is the last; nil where it is not the frame that was sealed there, with that
  /// additional data, under that key.
  package mutating func open(
    _ frame: [UInt8],
    additionalData: [UInt8] = []
  ) -> (plaintext: [UInt8], isLast: Bool)? {
    let count = frame.count - SecretStream.overhead
    guard count >= 0 else { return nil }
    var (tag, isOpen): (UInt8, Bool) = (0, false)
    let plaintext = unsafe [UInt8](unsafeUninitializedCapacity: max(1, count)) { room, filled in
      isOpen =
        unsafe state.withState { state in
          unsafe crypto_secretstream_xchacha20poly1305_pull(
            state,
            room.baseAddress,
            nil,
            &tag,
            frame,
            UInt64(frame.count),
            additionalData,
            UInt64(additionalData.count)
          )
        } == 0
      filled = isOpen ? count : 0
    }
    return isOpen ? (plaintext, tag == SecretStream.final) : nil
  }
}
