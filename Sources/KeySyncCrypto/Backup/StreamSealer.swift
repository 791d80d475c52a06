import CSodium
import KeySyncCore

/// The writing end of a stream.
package struct StreamSealer: ~Copyable {
  private var state: StreamState
  /// What the stream begins with; it is no secret.
  package let header: [UInt8]

  /// Begins a stream under a key of 32 bytes.
  package init(key: borrowing GuardedBytes) {
    precondition(key.count == SecretStream.keyCount, "a key has 32 bytes")
    var state = StreamState()
    var header = [UInt8](repeating: 0, count: SecretStream.headerCount)
    let code = unsafe key.withBytes { key in
      unsafe state.withState { unsafe crypto_secretstream_xchacha20poly1305_init_push($0, &header, key) }
    }
    Sodium.expectSuccess(code, of: "crypto_secretstream_xchacha20poly1305_init_push")
    self.state = state
    self.header = header
  }

  /// The next frame. After the last one the stream is at its end.
  package mutating func seal(_ plaintext: [UInt8], additionalData: [UInt8] = [], isLast: Bool = false) -> [UInt8] {
    var frame = [UInt8](repeating: 0, count: plaintext.count + SecretStream.overhead)
    let tag = isLast ? SecretStream.final : SecretStream.message
    let code = unsafe state.withState { state in
      unsafe crypto_secretstream_xchacha20poly1305_push(
        state,
        &frame,
        nil,
        plaintext,
        UInt64(plaintext.count),
        additionalData,
        UInt64(additionalData.count),
        tag
      )
    }
    Sodium.expectSuccess(code, of: "crypto_secretstream_xchacha20poly1305_push")
    return frame
  }
}
