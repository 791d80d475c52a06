import KeySync
import KeySyncBroker
import KeySyncCore
import Testing

/// Carries messages between nodes in place of a broker: each to those who subscribe to its topic, the sender too.
final class Wire {
  let nodes: [TestNode]
  /// What the wire does to a message on its way to a node; unless told otherwise it brings it.
  var fate: (OutgoingMessage, TestNode) -> Fate = { _, _ in .brought }
  /// Every message that was carried, in order.
  private(set) var carried: [OutgoingMessage] = []

  enum Fate {
    case brought, lost, repeated
  }

  init(_ nodes: TestNode...) { self.nodes = nodes }

  /// Nodes that all trust each other.
  static func among(_ names: String..., clock: TestClock = TestClock(), options: ClusterOptions = ClusterOptions())
    throws
    -> Wire
  {
    let wire = Wire(nodes: try names.map { try TestNode($0, clock: clock, options: options) })
    for (index, node) in wire.nodes.enumerated() {
      for other in wire.nodes[(index + 1)...] { try node.befriend(other) }
    }
    return wire
  }

  private init(nodes: [TestNode]) { self.nodes = nodes }

  /// Publishes what is due and carries all that follows, until nothing moves.
  func run() throws {
    while try nodes.reduce(0, { $0 + (try publish($1)) }) > 0 {}
  }

  /// Publishes what is due at one node and carries all that follows of it.
  ///
  /// - Returns: how many messages were due.
  @discardableResult
  func publish(_ node: TestNode) throws -> Int {
    let messages = try node.synchronizer.nextMessages()
    try carry(messages)
    try node.synchronizer.note(sent: messages, unsent: [])
    return messages.count
  }

  /// Brings messages and the replies to them, and the replies to these, in their order.
  func carry(_ messages: [OutgoingMessage]) throws {
    var waiting = messages
    while !waiting.isEmpty {
      let message = waiting.removeFirst()
      carried.append(message)
      for node in nodes where try reaches(message, node) {
        for _ in 0..<times(message, node) { waiting += try bring(message, to: node) }
      }
    }
  }

  /// Brings one message to a node.
  ///
  /// - Returns: its replies.
  func bring(_ messages: OutgoingMessage..., to node: TestNode) throws -> [OutgoingMessage] {
    let deliveries = messages.map { Delivery(topic: $0.topic, payload: $0.payload) }
    return try node.synchronizer.receive(deliveries).flatMap(node.synchronizer.messages)
  }

  /// Lets nodes announce themselves and do what reconciliation wants, until nothing moves.
  func reconcile(_ some: TestNode...) throws {
    let some = some.isEmpty ? nodes : some
    try carry(some.map { try $0.synchronizer.announcement() })
    try goOn()
  }

  /// Does what reconciliation wants, until nothing moves.
  func goOn() throws {
    while true {
      let messages = try nodes.flatMap { try $0.synchronizer.reconcile() }
      guard !messages.isEmpty else { return }
      try carry(messages)
    }
  }

  private func times(_ message: OutgoingMessage, _ node: TestNode) -> Int {
    switch fate(message, node) {
    case .brought: 1
    case .lost: 0
    case .repeated: 2
    }
  }

  private func reaches(_ message: OutgoingMessage, _ node: TestNode) throws -> Bool {
    switch try #require(node.synchronizer.topics.road(of: message.topic), "nobody reads \(message.topic)") {
    case .sync, .announce: true
    case .inbox(let recipient, _): recipient == node.id
    }
  }
}

extension OutgoingMessage {
  var isBroadcast: Bool { topic.contains("/sync/") }

  /// The type of object that it is.
  func type() throws -> ObjectType { try Envelope(payload).type }
}
