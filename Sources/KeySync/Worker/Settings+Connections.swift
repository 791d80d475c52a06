import Foundation
import KeySyncBroker

extension Settings {
  /// How long the broker keeps a lane's session while nobody holds it, in seconds (PROTOCOL section 9).
  private static let sessionExpirySeconds: UInt32 = 600

  /// The connection that reads a lane, of as many as are set unless said. The session belongs to the lane, whoever holds it.
  func readerOptions(of node: NodeID, lane: Int = 0, of count: Int? = nil) throws(SettingsError)
    -> ConnectionOptions
  {
    ConnectionOptions(
      endpoint: broker.endpoint,
      access: try brokerAccess(),
      clientID: "ks-\(node)-\(count ?? lanes.rawValue)-\(lane)",
      sessionExpirySeconds: Self.sessionExpirySeconds
    )
  }

  /// The connection on which this worker publishes for a cluster.
  func publisherOptions(of node: NodeID, in cluster: ClusterName) throws(SettingsError) -> ConnectionOptions {
    ConnectionOptions(
      endpoint: broker.endpoint,
      access: try brokerAccess(),
      clientID: "ks-\(node)-w-\(cluster)-\(worker)",
      startsClean: true
    )
  }

  /// What the broker asks of us, with the password read from its file.
  private func brokerAccess() throws(SettingsError) -> BrokerAccess {
    try check("broker.ca_file", broker.caFile)
    try check("broker.certificate_file", broker.certificateFile)
    try check("broker.key_file", broker.keyFile, isSecret: true)
    try check("broker.password_file", broker.passwordFile, isSecret: true)
    var access = BrokerAccess()
    if let username = broker.username {
      access.credentials = BrokerCredentials(userName: username, password: try brokerPassword())
    }
    access.tls.authorityFile = broker.caFile
    if let certificate = broker.certificateFile, let key = broker.keyFile {
      access.tls.client = BrokerTLS.ClientCertificate(certificateFile: certificate, keyFile: key)
    }
    return access
  }

  /// The first line of the password file.
  private func brokerPassword() throws(SettingsError) -> String? {
    guard let path = broker.passwordFile else { return nil }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw error("broker.password_file", "'\(path.escaped)' is not a text in UTF-8")
    }
    return String(text.prefix { !$0.isNewline })
  }

  /// A file must be readable, and one with a secret by no more than its owner and, where that was arranged, a group.
  private func check(_ name: String, _ path: String?, isSecret: Bool = false) throws(SettingsError) {
    guard let path else { return }
    var status = stat()
    guard unsafe stat(path, &status) == 0, unsafe access(path, R_OK) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw error(name, "'\(path.escaped)' cannot be read: \(reason)")
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw error(name, "'\(path.escaped)' is not a file") }
    // Group readers are let be: that is how services are handed their credentials.
    guard isSecret, status.st_mode & 0o027 != 0 else { return }
    let mode = String(status.st_mode & 0o777, radix: 8)
    throw error(name, "'\(path.escaped)' is open to others (mode \(mode)); run: chmod 600 '\(path.escaped)'")
  }

  private func error(_ name: String, _ problem: String) -> SettingsError {
    SettingsError(place: (origins[name] ?? .standard).description, problem: "\(name): \(problem)")
  }
}
