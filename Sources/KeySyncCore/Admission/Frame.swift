/// A publication that is worth parsing: on a road of this cluster, not our own echo, no probe, within the size limit
/// (PROTOCOL section 6, check 1).
package struct Frame: Sendable {
  package let bytes: [UInt8]
  package let road: Road
  package let isRetained: Bool

  /// Nil for what is dropped unparsed and uncounted: this node's own echo and road probes.
  ///
  /// - Throws: `too-large`, or `wrong-topic` for a topic that is no road.
  package init?(_ bytes: [UInt8], topic: String, isRetained: Bool, of topics: Topics, at node: NodeID) throws(Refusal) {
    try self.init(bytes, on: topics.road(of: topic), isRetained: isRetained, at: node)
  }

  /// - Parameter road: what the topic is; nil for one that is no road.
  package init?(_ bytes: [UInt8], on road: Road?, isRetained: Bool, at node: NodeID) throws(Refusal) {
    guard !bytes.isEmpty else { return nil }
    guard let road else { throw .wrongTopic }
    guard road.sender != node else { return nil }
    guard bytes.count <= Limits.messageBytes else { throw .tooLarge }
    self.bytes = bytes
    self.road = road
    self.isRetained = isRetained
  }
}
