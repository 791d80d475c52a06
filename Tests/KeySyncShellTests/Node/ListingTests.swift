import KeySync
import Testing

/// Many keys are read page by page and side by side; one by one they are looked up.
struct ListingTests {
  @Test func `a list says of each key what the key says by itself`() throws {
    let wire = try Wire.among("alice", "bob", "carol", options: Self.options)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    for number in 0..<40 { try a.put("k/\(number)", "\(number)") }
    wire.fate = { _, node in node.name == "carol" ? .lost : .brought }
    try wire.run()
    wire.fate = { _, _ in .brought }
    for number in stride(from: 0, to: 40, by: 3) { try a.put("k/\(number)", "new") }
    for number in stride(from: 0, to: 40, by: 7) { try a.delete("k/\(number)") }
    for number in 40..<44 {
      try a.put("k/\(number)", "a")
      try b.put("k/\(number)", "b")
    }
    try wire.publish(b)
    for node in [a, b] { try expectAlike(node) }
    let keys = try a.synchronizer.keys()
    #expect(Set(keys.map(\.peersInstalled)).count > 1)
    #expect(keys.count { $0.heads.count == 2 } == 4)
    #expect(Set(keys.map(\.status.word)) == ["Conflict", "Pending", "Synchronized"])
  }

  @Test func `a list of several pages is whole, sorted and in step with its data`() throws {
    let node = try TestNode("alice", options: Self.options)
    for number in (0..<2100).reversed() where !number.isMultiple(of: 5) { try node.put("k/\(number)", "\(number)") }
    for number in 0..<100 { try node.put("k/\(number * 20 + 1)", "new") }
    try expectAlike(node)
    let keys = try node.synchronizer.keys()
    #expect(keys.count == 1680)
    #expect(keys.map(\.keyID) == keys.map(\.keyID).sorted())
    #expect(keys.count { $0.hasData } == 1680)
    #expect(try node.synchronizer.keys(matching: KeyPattern("k/2*")).count == 169)
  }

  @Test func `what a pattern begins with narrows the list, and leaves out no key that it covers`() throws {
    let node = try TestNode("alice")
    for key in ["tls", "tls/a", "tls/~", "tls~", "tls/a/b", "tlsx", "tl", "x/tls/a"] { try node.put(key, "1") }
    let keys = try node.synchronizer.keys()
    for text in ["tls/**", "tls*", "tls/*", "tls/*/**", "**", "tls", "**/a", "t*/a/**", "tls/a", "none/**"] {
      let pattern = try #require(KeyPattern(text))
      #expect(try node.synchronizer.keys(matching: pattern) == keys.filter { pattern.matches($0.keyID) }, "\(text)")
    }
  }

  private static var options: ClusterOptions {
    var options = ClusterOptions()
    options.queueLimit = 5000
    return options
  }

  private func expectAlike(_ node: TestNode) throws {
    let keys = try node.synchronizer.keys(includingDeleted: true)
    #expect(try keys == keys.map { try node.key($0.keyID.text) })
    let counts = Dictionary(grouping: keys, by: \.status.word).mapValues(\.count)
    #expect(try node.statistics().keys.filter { $0.value > 0 } == counts)
  }
}
