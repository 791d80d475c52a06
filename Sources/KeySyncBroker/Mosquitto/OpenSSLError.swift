/// An entry of OpenSSL's error queue, as libmosquitto logs it:
/// `OpenSSL Error[0]: error:0A00045C:SSL routines::tlsv13 alert certificate required`.
struct OpenSSLError {
  /// The low twelve bits of the packed number, which are the reason in all versions of OpenSSL (`SSL_R_…` in `sslerr.h`).
  let reason: Int
  /// OpenSSL's words, for example `tlsv13 alert certificate required`.
  let text: String

  static let certificateVerifyFailed = 134
  static let unsupportedProtocol = 258
  static let wrongVersionNumber = 267
  static let unexpectedEndOfFile = 294

  /// Nil for other lines.
  init?(logged line: String) {
    guard line.hasPrefix("OpenSSL Error[") else { return nil }
    let parts = line.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 4, let number = UInt64(parts[2], radix: 16), let text = parts.last else { return nil }
    reason = Int(number & 0xFFF)
    self.text = String(text)
  }

  /// The number of the alert the other side sent (RFC 8446 section 6), if that is what happened.
  var alert: Int? { (1000..<1256).contains(reason) ? reason - 1000 : nil }
}
