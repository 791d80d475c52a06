import KeySync
import Testing

/// A program that brings its own MQTT connection uses nothing but the public interface.
@Suite struct LibraryTests {
  @Test func `messages handed in and out by a program's own connection carry a key`() async throws {
    let (a, b) = (try TestNode("alice"), try TestNode("bob"))
    try a.befriend(b)
    try a.put("k", "1")
    var answers: [ClusterMessage] = []
    let published = try await a.synchronizer.publishDue { message in
      answers += try b.synchronizer.handle([message])
    }
    #expect(published == 1)
    #expect(try b.data("k") == "1")
    #expect(try a.synchronizer.handle(answers).isEmpty)
    #expect(try a.key("k").status == .synchronized)
    #expect(try await a.synchronizer.publishDue { _ in } == 0)
  }

  @Test func `a message that the connection did not take comes again`() async throws {
    struct Broken: Error {}
    let (a, b) = (try TestNode("alice"), try TestNode("bob"))
    try a.befriend(b)
    try a.put("k", "1")
    #expect(try await a.synchronizer.publishDue { _ in throw Broken() } == 0)
    #expect(try a.key("k").status == .pending)
    #expect(try a.synchronizer.requestFullSync() == 1)
    a.clock.move(by: .seconds(2))
    #expect(try await a.synchronizer.publishDue { _ in } == 1)
    #expect(try a.key("k").status == .synchronizing)
  }

  @Test func `the configuration names peers and rules and no secret`() throws {
    let (a, b) = (try TestNode("alice"), try TestNode("bob"))
    try a.befriend(b)
    let configuration = try a.synchronizer.configuration()
    #expect(configuration.peers.map(\.name) == ["bob", "self"])
    let everything = "create,update,delete,describe,read:**"
    #expect(configuration.peers.allSatisfy { $0.rules.map(\.allow) == [[everything]] && $0.rules.map(\.since) == [0] })
    #expect(configuration.trustHash == (try b.synchronizer.configuration().trustHash))
  }
}
