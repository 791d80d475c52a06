import Glibc

/// TCP ports of 127.0.0.1.
package enum LoopbackPort {
  /// A port nobody listens at. It is taken from below the range the system gives to outgoing connections: while a broker is
  /// down, no other connection, least of all a client's to itself, can come to sit on its port.
  package static func free() -> UInt16? {
    (0..<100).lazy.map { _ in UInt16.random(in: 10_000..<32_000) }.first(where: canListen)
  }

  private static func canListen(at port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return unsafe withUnsafeBytes(of: &address) { bytes in
      guard let start = bytes.baseAddress else { return false }
      return unsafe bind(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0
    }
  }
}
