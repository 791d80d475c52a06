/// Why a connection ended or did not come about.
package enum ConnectionEnd: Error, Equatable, CustomStringConvertible {
  /// The broker could not be reached: its name, address or port.
  case unreachable(MosquittoError)
  /// There is no encrypted connection to it: its certificate or ours, or no TLS at all.
  case insecure(TLSFailure)
  /// The connection came about, and broke before the broker had answered CONNECT.
  case hungUp(MosquittoError)
  /// The broker refused CONNECT.
  case refused(ReasonCode)
  /// The broker did not answer CONNECT in time.
  case unanswered
  /// The connection broke.
  case lost(MosquittoError)
  /// The connection broke within seconds of being accepted, not for the first time: a client id that two connections use looks
  /// like this where the broker does not say 0x8E (mosquitto 2.0.11 does not).
  case unsteady(MosquittoError)
  /// The broker has not acknowledged a publication for too long, nor anything after it.
  case stalled
  /// The broker said goodbye, for example 0x8E when another connection took our client id.
  case dismissed(ReasonCode)
  /// We dropped it because a batch must be delivered again.
  case redelivery
  /// We dropped it because somebody else reads here now.
  case letGo
  /// We were asked to stop.
  case stopped

  package var description: String {
    switch self {
    case .unreachable(let error): "broker not reached: \(error)"
    case .insecure(let failure): "no encrypted connection: \(failure)"
    case .hungUp(let error): "connection ended before the broker's answer: \(error)"
    case .refused(let reason): "refused by the broker: \(reason)"
    case .unanswered: "the broker did not answer"
    case .lost(let error): "connection lost: \(error)"
    case .unsteady(let error): "connection lost again within seconds: \(error)"
    case .stalled: "connection given up: the broker acknowledges nothing"
    case .dismissed(let reason): "ended by the broker: \(reason)"
    case .redelivery: "connection dropped, so that unacknowledged messages come again"
    case .letGo: "connection dropped, as somebody else reads here now"
    case .stopped: "disconnected"
    }
  }
}
