@testable import KeySync
import Testing

@Suite struct `The settings that a new node begins with` {
  private func template() throws -> String {
    try Settings.template(
      cluster: #require(ClusterName("demo")),
      broker: BrokerSettings(url: "mqtts://broker.example"),
      worker: #require(WorkerName("null"))
    )
  }

  @Test func `hold what was chosen and nothing but defaults beside it`() throws {
    let settings = try Settings(yaml: template())
    var expected = try Settings(
      broker: BrokerSettings(url: "mqtts://broker.example"),
      clusters: [#require(ClusterName("demo")): ClusterSettings()]
    )
    expected.worker = try #require(WorkerName("null"))
    expected.origins = settings.origins
    #expect(settings == expected)
    #expect(settings.origins.keys.sorted() == ["broker.url", "worker"])
  }

  @Test func `are read with every comment made a setting`() throws {
    let lines = try template().split(separator: "\n").map { line in
      line.firstMatch(of: /^( *)# ([a-z_]+: .*[^.])$/).map { "\($0.1)\($0.2)" } ?? String(line)
    }
    let settings = try Settings(yaml: lines.joined(separator: "\n"))
    #expect(settings.origins.count == Setting.known.count)
    #expect(settings.clusters.values.map { $0 } == [ClusterSettings()])
    #expect(settings.log == LogSettings())
  }
}
