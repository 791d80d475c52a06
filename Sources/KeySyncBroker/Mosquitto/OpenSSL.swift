import CMosquitto
import Glibc

/// The two functions of OpenSSL that libmosquitto does not pass on. They are looked up in the process, into which libmosquitto
/// brought its OpenSSL; without them the words for a certificate that is not accepted are less precise.
enum OpenSSL {
  /// What came of the verification of the broker's certificate (0 is success); nil outside of a TLS connection.
  static func verifyResult(of mosquitto: OpaquePointer) -> Int? {
    typealias Function = @convention(c) (UnsafeMutableRawPointer) -> CLong
    guard let session = unsafe mosquitto_ssl_get(mosquitto), let symbol = unsafe dlsym(nil, "SSL_get_verify_result")
    else { return nil }
    return unsafe unsafeBitCast(symbol, to: Function.self)(session)
  }

  /// OpenSSL's words for such a result.
  static func text(ofVerifyResult result: Int) -> String? {
    typealias Function = @convention(c) (CLong) -> UnsafePointer<CChar>?
    guard let symbol = unsafe dlsym(nil, "X509_verify_cert_error_string"),
      let text = unsafe unsafeBitCast(symbol, to: Function.self)(result)
    else { return nil }
    return unsafe String(cString: text)
  }
}
