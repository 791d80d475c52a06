import Glibc

/// A loopback port behind which nobody speaks.
package final class SilentListener: Sendable {
  package let port: UInt16
  private let sockets: [CInt]

  /// While `isAnswering`, connections come about and nothing is ever said on them; otherwise the system does not even
  /// answer, as an address of a machine that is switched off does not.
  package init?(isAnswering: Bool) {
    guard let port = LoopbackPort.free(), let listener = LoopbackPort.listen(at: port, backlog: isAnswering ? 8 : 0)
    else {
      return nil
    }
    self.port = port
    // Connections that nobody accepts fill the queue of the port.
    sockets = [listener] + (isAnswering ? [] : (0..<4).compactMap { _ in LoopbackPort.beginConnecting(to: port) })
  }

  deinit { for socket in sockets { close(socket) } }
}
