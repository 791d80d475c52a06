import CMosquitto

/// A reason code of MQTT 5 (section 2.4), as the broker sent it.
package struct ReasonCode: Sendable, Hashable, CustomStringConvertible {
  package let code: UInt8

  package static let success = ReasonCode(0x00)
  package static let noMatchingSubscribers = ReasonCode(0x10)
  package static let unsupportedProtocolVersion = ReasonCode(0x84)
  package static let badUserNameOrPassword = ReasonCode(0x86)
  package static let notAuthorized = ReasonCode(0x87)
  package static let serverShuttingDown = ReasonCode(0x8B)
  package static let sessionTakenOver = ReasonCode(0x8E)

  package init(_ code: UInt8) { self.code = code }

  /// 0x80 and above are failures.
  package var isFailure: Bool { code >= 0x80 }

  /// The library's words for it.
  package var name: String {
    unsafe String(cString: mosquitto_reason_string(CInt(code)))
  }

  /// For example `0x87 Not authorized`.
  package var description: String {
    let hex = String(code, radix: 16, uppercase: true)
    return "0x\(hex.count < 2 ? "0" : "")\(hex) \(name)"
  }
}
