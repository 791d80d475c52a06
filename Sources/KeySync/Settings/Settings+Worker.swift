import Foundation
import KeySyncBroker

extension Settings {
  /// What a worker of the node has to know.
  ///
  /// - Throws: `SettingsError` when the password file cannot be read.
  public func workerSettings() throws(SettingsError) -> WorkerSettings {
    WorkerSettings(
      name: worker,
      statisticsInterval: Int(statisticsInterval.components.seconds),
      clusters: clusters.keys.sorted().map { ($0, options(for: $0)) },
      endpoint: broker.endpoint,
      access: try brokerAccess()
    )
  }

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
