import Glibc

/// A thread for one connection: libmosquitto blocks, and its callbacks and handlers run here.
enum ConnectionThread {
  /// Starts a detached thread; false if the system gives none. All signals are blocked in it: a broken pipe must be an error
  /// of the write, and the others belong to the process's main thread.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let box = Box(body)
    let object = unsafe Unmanaged.passRetained(box).toOpaque()
    var thread = pthread_t()
    let result = unsafe pthread_create(&thread, nil, { unsafe ConnectionThread.main($0) }, object)
    guard result == 0 else {
      unsafe Unmanaged<Box>.fromOpaque(object).release()
      return false
    }
    return pthread_detach(thread) == 0
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func main(_ object: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let object = unsafe object else { return nil }
    let box = unsafe Unmanaged<Box>.fromOpaque(object).takeRetainedValue()
    var signals = sigset_t()
    unsafe sigfillset(&signals)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    box.body()
    return nil
  }
}
