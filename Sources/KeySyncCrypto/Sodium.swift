import CSodium
import KeySyncCore

/// The library itself: started once in a process, and the one place where it is held to what it promises.
enum Sodium {
  private static let started: Void = expectSuccess(sodium_init() < 0 ? -1 : 0, of: "sodium_init")

  /// Starts libsodium unless it is started. Every type of this module that calls it does this first; after the
  /// first time it costs a nanosecond.
  static func start() { started }

  /// Ends the process where libsodium fails at something that, given the lengths and values that its callers have
  /// checked, it cannot fail at: going on would be to go on with a key, hash or signature that was never made.
  static func expectSuccess(_ code: Int32, of function: StaticString) {
    precondition(code == 0, "\(function) of libsodium returned \(code)")
  }
}

extension Bytes32 {
  /// The 32 bytes that the closure writes.
  init(writtenBy write: (UnsafeMutablePointer<UInt8>) -> Void) {
    self = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.count) { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("no room for 32 bytes") }
      unsafe buffer.initialize(repeating: 0)
      unsafe write(base)
      guard let value = unsafe Bytes32(UnsafeBufferPointer(buffer)) else { preconditionFailure("32 bytes are not 32") }
      return value
    }
  }
}
