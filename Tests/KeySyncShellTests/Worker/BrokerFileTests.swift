import Foundation
import KeySyncTestSupport
import Testing

@testable import KeySync

@Suite struct `The files a worker shows its broker` {
  private let directory: TemporaryDirectory
  private let node: NodeID
  private let cluster: ClusterName

  init() throws {
    let test = try TestWorkers()
    (directory, node, cluster) = (test.directory, test.nodes[0].nodeID, test.cluster)
  }

  @Test(arguments: [0o600, 0o400, 0o640])
  func `with a password are read by their owner, or a group`(mode: Int) throws {
    let path = try file(mode: mode)
    let options = try settings { $0.passwordFile = path }.publisherOptions(of: node, in: cluster)
    #expect(options.access.credentials?.password == "secret")
  }

  @Test(arguments: [0o644, 0o604, 0o660])
  func `with a password are not taken when others can get at them`(mode: Int) throws {
    let path = try file(mode: mode)
    let problem = "is open to others (mode \(String(mode, radix: 8))); run: chmod 600 '\(path)'"
    for (name, settings) in [
      ("broker.password_file", settings { $0.passwordFile = path }),
      ("broker.key_file", settings { $0.keyFile = path }),
    ] {
      let error = #expect(throws: SettingsError.self) { try settings.publisherOptions(of: node, in: cluster) }
      #expect(error?.problem == "\(name): '\(path)' \(problem)")
    }
  }

  @Test func `must be there`() throws {
    let path = directory.file("missing")
    for (name, settings) in [
      ("broker.password_file", settings { $0.passwordFile = path }), ("broker.ca_file", settings { $0.caFile = path }),
      ("broker.certificate_file", settings { $0.certificateFile = path }),
    ] {
      let error = #expect(throws: SettingsError.self) { try settings.publisherOptions(of: node, in: cluster) }
      #expect(error?.problem == "\(name): '\(path)' cannot be read: No such file or directory")
    }
  }

  private func file(mode: Int) throws -> String {
    let path = directory.file("secret")
    let attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
    try #require(FileManager.default.createFile(atPath: path, contents: Data("secret\n".utf8), attributes: attributes))
    return path
  }

  private func settings(_ change: (inout BrokerSettings) -> Void) -> Settings {
    var broker = BrokerSettings()
    broker.username = "node"
    change(&broker)
    return Settings(broker: broker, clusters: [cluster: ClusterSettings()])
  }
}
