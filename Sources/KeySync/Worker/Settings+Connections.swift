import Foundation
import KeySyncBroker

extension Settings {
  /// How long the broker keeps a lane's session while nobody holds it, in seconds (PROTOCOL section 9).
  private static let sessionExpirySeconds: UInt32 = 600

  /// The connection that reads a lane. The session belongs to the lane, whoever holds it.
  func readerOptions(of node: NodeID, lane: Int = 0, of lanes: Int = 1) throws(BrokerAccessError) -> ConnectionOptions {
    ConnectionOptions(
      endpoint: broker.endpoint,
      access: try broker.access(),
      clientID: "ks-\(node)-\(lanes)-\(lane)",
      sessionExpirySeconds: Self.sessionExpirySeconds
    )
  }

  /// The connection on which this worker publishes for a cluster.
  func publisherOptions(of node: NodeID, in cluster: ClusterName) throws(BrokerAccessError) -> ConnectionOptions {
    ConnectionOptions(
      endpoint: broker.endpoint,
      access: try broker.access(),
      clientID: "ks-\(node)-w-\(cluster)-\(worker)",
      startsClean: true
    )
  }
}

extension BrokerSettings {
  /// What the broker asks of us, with the password read from its file.
  ///
  /// - Throws: `BrokerAccessError` when the password file cannot be read.
  package func access() throws(BrokerAccessError) -> BrokerAccess {
    var access = BrokerAccess()
    access.tls.authorityFile = caFile
    if let certificateFile, let keyFile {
      access.tls.client = BrokerTLS.ClientCertificate(certificateFile: certificateFile, keyFile: keyFile)
    }
    if let username { access.credentials = BrokerCredentials(userName: username, password: try readPassword()) }
    return access
  }

  private func readPassword() throws(BrokerAccessError) -> String? {
    guard let passwordFile else { return nil }
    do {
      let text = try String(contentsOfFile: passwordFile, encoding: .utf8)
      return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    } catch {
      throw BrokerAccessError(passwordFile: passwordFile, reason: error.localizedDescription)
    }
  }
}

/// The password for the broker cannot be had.
public struct BrokerAccessError: Error, Equatable, CustomStringConvertible {
  /// The file that the settings name.
  public let passwordFile: String
  let reason: String

  /// One sentence with the advice.
  public var description: String { "cannot read the password file \(passwordFile): \(reason)" }
}
