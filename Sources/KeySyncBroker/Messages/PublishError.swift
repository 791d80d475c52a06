/// Why a publication was not acknowledged.
package enum PublishError: Error, Equatable, CustomStringConvertible {
  /// There is no connection now; the publication was not sent.
  case notConnected
  /// The connection ended before the acknowledgement: it may have arrived or not.
  case connectionLost
  /// The broker refused it (PUBACK 0x80 and above, MQTT 5 section 3.4.2.1), for example 0x87 for an access list.
  case refused(ReasonCode)
  /// The library refused it before sending, for example for a topic with a wildcard.
  case invalid(MosquittoError)

  package var description: String {
    switch self {
    case .notConnected: "not connected to the broker"
    case .connectionLost: "connection lost before the broker's acknowledgement"
    case .refused(let reason): "refused by the broker: \(reason)"
    case .invalid(let error): "not sent: \(error)"
    }
  }
}
