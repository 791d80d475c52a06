import CSodium

/// How long libsodium takes to verify one Ed25519 signature: the measure of all times.
enum SignatureTime {
  /// As long as a usual record.
  private static let messageBytes = 300
  private static let (runs, signatures) = (9, 2000)

  /// The median of several runs.
  static func measured() -> Duration {
    precondition(sodium_init() >= 0, "libsodium does not start")
    var publicKey = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
    var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
    var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
    let message = [UInt8](repeating: 7, count: messageBytes)
    unsafe crypto_sign_keypair(&publicKey, &secretKey)
    unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey)
    let time = Stopwatch.median(of: runs) {
      for _ in 0..<signatures {
        let code = unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), publicKey)
        precondition(code == 0, "a true signature is true")
      }
    }
    return time / signatures
  }

  /// What something gives, and the time of a verification before and after it: on a machine with other work it changes by the
  /// minute.
  static func around<Result>(_ body: () async throws -> Result) async rethrows -> (Result, Duration) {
    let before = measured()
    let result = try await body()
    return (result, (before + measured()) / 2)
  }
}
