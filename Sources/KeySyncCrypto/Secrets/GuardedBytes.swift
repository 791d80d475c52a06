import CSodium

/// Secret bytes in memory of their own: locked out of swap where the system allows it, between guard pages, read-only
/// once filled, and zeroed at the end. They are lent to closures and have no description.
///
/// Two pages each: for keys that stay, not for every message.
@safe
package struct GuardedBytes: ~Copyable, @unchecked Sendable {
  // Unchecked: the memory is written in `init` only and is freed by the one owner, so many threads may read it.
  private let base: UnsafeMutablePointer<UInt8>

  /// The number of bytes.
  package let count: Int

  /// Room for so many bytes, zeros at first, written by the closure. What it throws is thrown, and what it wrote is zeroed.
  ///
  /// Ends the process when there is no memory, as Swift's own allocations do.
  package init<Failure: Error>(
    count: Int,
    filledBy fill: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    Sodium.start()
    guard let memory = unsafe sodium_malloc(count) else { preconditionFailure("no memory for a secret") }
    let base = unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    do {
      try unsafe fill(base)
    } catch {
      unsafe sodium_free(memory)
      throw error
    }
    // A system that cannot protect pages leaves them writable; the bytes are as secret as before.
    _ = unsafe sodium_mprotect_readonly(memory)
    unsafe self.base = base
    self.count = count
  }

  deinit {
    unsafe sodium_free(base)
  }

  /// Lends the `count` bytes for the time of the call. The pointer must not leave it.
  package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafePointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafePointer(base))
  }
}

extension GuardedBytes {
  /// A copy of bytes that lie elsewhere. Wiping those is their owner's business.
  package init(copying bytes: [UInt8]) {
    unsafe self.init(count: bytes.count) { room in
      unsafe room.update(from: bytes, count: bytes.count)
    }
  }
}
