import CMosquitto
import Glibc

/// A failure of libmosquitto, under its C name and number.
package struct MosquittoError: Error, Hashable, CustomStringConvertible {
  /// For example 14.
  package let number: CInt
  /// The system's number where the library's is `MOSQ_ERR_ERRNO`, for example `ECONNREFUSED`; else 0.
  package let systemNumber: CInt
  /// What the library says of it, or the system (`MOSQ_ERR_ERRNO`), or the resolver of names (`MOSQ_ERR_EAI`).
  package let text: String

  /// To be made right after the failed call, while `errno` is its own.
  package init(_ number: CInt) {
    let systemError = errno
    self.number = number
    systemNumber = number == MOSQ_ERR_ERRNO.rawValue ? systemError : 0
    text =
      switch number {
      case CInt(MOSQ_ERR_ERRNO.rawValue): unsafe String(cString: strerror(systemError))
      case CInt(MOSQ_ERR_EAI.rawValue): unsafe String(cString: gai_strerror(systemError))
      default: unsafe String(cString: mosquitto_strerror(number))
      }
  }

  package init(_ number: mosq_err_t) { self.init(CInt(number.rawValue)) }

  /// Throws unless a call returned success.
  static func check(_ result: CInt) throws(MosquittoError) {
    guard result == MOSQ_ERR_SUCCESS.rawValue else { throw MosquittoError(result) }
  }

  /// For example `MOSQ_ERR_ERRNO`.
  package var name: String { Self.names[number] ?? "MOSQ_ERR_\(number)" }

  /// For example `MOSQ_ERR_ERRNO (14): Connection refused`.
  package var description: String { "\(name) (\(number)): \(text)" }

  /// Whether the name of the host was not found.
  package var isLookup: Bool { number == MOSQ_ERR_EAI.rawValue }

  /// Whether what was asked for can never be done, on whatever connection.
  var blamesTheRequest: Bool {
    [
      MOSQ_ERR_INVAL, MOSQ_ERR_PAYLOAD_SIZE, MOSQ_ERR_NOT_SUPPORTED, MOSQ_ERR_MALFORMED_UTF8,
      MOSQ_ERR_QOS_NOT_SUPPORTED, MOSQ_ERR_RETAIN_NOT_SUPPORTED, MOSQ_ERR_OVERSIZE_PACKET,
    ].contains { CInt($0.rawValue) == number }
  }

  /// The names of `enum mosq_err_t`, which C does not keep.
  private static let names: [CInt: String] = [
    -4: "MOSQ_ERR_AUTH_CONTINUE", -3: "MOSQ_ERR_NO_SUBSCRIBERS", -2: "MOSQ_ERR_SUB_EXISTS",
    -1: "MOSQ_ERR_CONN_PENDING", 0: "MOSQ_ERR_SUCCESS", 1: "MOSQ_ERR_NOMEM", 2: "MOSQ_ERR_PROTOCOL",
    3: "MOSQ_ERR_INVAL", 4: "MOSQ_ERR_NO_CONN", 5: "MOSQ_ERR_CONN_REFUSED", 6: "MOSQ_ERR_NOT_FOUND",
    7: "MOSQ_ERR_CONN_LOST", 8: "MOSQ_ERR_TLS", 9: "MOSQ_ERR_PAYLOAD_SIZE", 10: "MOSQ_ERR_NOT_SUPPORTED",
    11: "MOSQ_ERR_AUTH", 12: "MOSQ_ERR_ACL_DENIED", 13: "MOSQ_ERR_UNKNOWN", 14: "MOSQ_ERR_ERRNO",
    15: "MOSQ_ERR_EAI", 16: "MOSQ_ERR_PROXY", 17: "MOSQ_ERR_PLUGIN_DEFER", 18: "MOSQ_ERR_MALFORMED_UTF8",
    19: "MOSQ_ERR_KEEPALIVE", 20: "MOSQ_ERR_LOOKUP", 21: "MOSQ_ERR_MALFORMED_PACKET",
    22: "MOSQ_ERR_DUPLICATE_PROPERTY", 23: "MOSQ_ERR_TLS_HANDSHAKE", 24: "MOSQ_ERR_QOS_NOT_SUPPORTED",
    25: "MOSQ_ERR_OVERSIZE_PACKET", 26: "MOSQ_ERR_OCSP", 27: "MOSQ_ERR_TIMEOUT",
    28: "MOSQ_ERR_RETAIN_NOT_SUPPORTED", 29: "MOSQ_ERR_TOPIC_ALIAS_INVALID",
    30: "MOSQ_ERR_ADMINISTRATIVE_ACTION", 31: "MOSQ_ERR_ALREADY_EXISTS",
  ]
}
