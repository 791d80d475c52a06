import Foundation
import KeySyncBroker

extension Settings {
  /// How long the broker keeps a lane's session while nobody holds it, in seconds (PROTOCOL section 9).
  private static let sessionExpirySeconds: UInt32 = 600

  /// The connection that reads a lane. The session belongs to the lane, whoever holds it.
  func readerOptions(of node: NodeID, lane: Int = 0, of lanes: Int = 1) throws(SettingsError) -> ConnectionOptions {
    ConnectionOptions(
      endpoint: broker.endpoint,
      access: try brokerAccess(),
      clientID: "ks-\(node)-\(lanes)-\(lane)",
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
      let origin = origins["broker.password_file"] ?? .standard
      throw SettingsError(place: origin.description, problem: "the password file \(path.escaped) cannot be read")
    }
    return String(text.prefix { !$0.isNewline })
  }
}
