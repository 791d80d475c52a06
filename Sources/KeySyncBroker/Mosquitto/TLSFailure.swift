/// Why an encrypted connection did not come about, as OpenSSL sees it.
package enum TLSFailure: Error, Hashable {
  /// No authority that we trust vouches for the broker's certificate.
  case untrusted
  /// The time of the broker's certificate is over.
  case expired
  /// The time of the broker's certificate has not begun.
  case notYetValid
  /// The broker's certificate is made out to other names.
  case wrongName
  /// The broker's certificate is not accepted for another reason, in OpenSSL's words.
  case unacceptable(String)
  /// The broker demands a certificate and we showed none.
  case certificateRequired
  /// The broker does not accept the certificate we showed, in the words of its alert.
  case certificateRefused(String)
  /// There is no version of TLS that both sides speak.
  case protocolVersion
  /// What came back was no TLS.
  case notTLS
  /// A file of ours is no certificate or key, or they do not belong together, in the library's words.
  case unusableFile(String)
  /// Anything else, in the library's words.
  case other(String)

  /// From a line of the library's log, and OpenSSL's result of the verification of the broker's certificate at that time.
  init(logged line: String, verifyResult: Int?) {
    if line.contains("host name verification failed") {
      self = .wrongName
    } else if let error = OpenSSLError(logged: line) {
      self = TLSFailure(error, verifyResult: verifyResult)
    } else if line.contains("Unable to load") || line.contains("inconsistent") {
      self = .unusableFile(line.hasPrefix("Error: ") ? String(line.dropFirst(7)) : line)
    } else {
      self = .other(line)
    }
  }

  private init(_ error: OpenSSLError, verifyResult: Int?) {
    self =
      switch error.reason {
      case OpenSSLError.certificateVerifyFailed: TLSFailure(verifyResult: verifyResult ?? 0, error)
      case OpenSSLError.wrongVersionNumber, OpenSSLError.unexpectedEndOfFile: .notTLS
      case OpenSSLError.unsupportedProtocol: .protocolVersion
      default: error.alert.map { TLSFailure(alert: $0, error) } ?? .other(error.text)
      }
  }

  /// The numbers are those of RFC 8446 section 6.
  private init(alert: Int, _ error: OpenSSLError) {
    self =
      switch alert {
      // TLS 1.2 has no alert of its own for a certificate that is missing: it is a failure of the handshake (40).
      case 40, 116: .certificateRequired
      case 42...46, 48: .certificateRefused(error.text)
      case 70: .protocolVersion
      default: .other(error.text)
      }
  }

  /// The numbers are those of `X509_V_ERR_…` in OpenSSL's `x509_vfy.h`.
  private init(verifyResult: Int, _ error: OpenSSLError) {
    self =
      switch verifyResult {
      case 2, 18, 19, 20, 21, 27: .untrusted
      case 9: .notYetValid
      case 10: .expired
      case 62, 64: .wrongName
      default: .unacceptable(OpenSSL.text(ofVerifyResult: verifyResult) ?? error.text)
      }
  }
}
