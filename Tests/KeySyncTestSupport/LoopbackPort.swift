import Glibc

/// TCP ports of 127.0.0.1.
package enum LoopbackPort {
  /// A port nobody listens at. It is taken from below the range the system gives to outgoing connections: while a broker is
  /// down, no other connection, least of all a client's to itself, can come to sit on its port.
  package static func free() -> UInt16? {
    for _ in 0..<100 {
      let port = UInt16.random(in: 10_000..<32_000)
      if let socket = unsafe open({ unsafe bind($0, $1, $2) }, port) {
        close(socket)
        return port
      }
    }
    return nil
  }

  /// A socket that listens and never accepts.
  static func listen(at port: UInt16, backlog: CInt) -> CInt? {
    unsafe open(
      { socket, address, size in unsafe bind(socket, address, size) == 0 ? Glibc.listen(socket, backlog) : -1 },
      port
    )
  }

  /// A socket whose connection is under way, or made.
  static func beginConnecting(to port: UInt16) -> CInt? {
    unsafe open({ unsafe connect($0, $1, $2) == 0 || errno == EINPROGRESS ? 0 : -1 }, port)
  }

  /// A non-blocking socket for which `call` gave 0.
  private static func open(_ call: (CInt, UnsafePointer<sockaddr>, socklen_t) -> CInt, _ port: UInt16) -> CInt? {
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafeBytes(of: &address) { bytes in
      guard let start = bytes.baseAddress else { return CInt(-1) }
      return unsafe call(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
    guard result == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}
