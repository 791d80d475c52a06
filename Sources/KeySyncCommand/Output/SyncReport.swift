import KeySync

/// What came of the comparison with one peer.
struct SyncReport {
  let peer: TrustedPeer
  /// Nil where the worker did not take it up.
  let sync: PeerSync?

  var isAgreed: Bool { sync?.outcome == .agreed }

  /// Why the peer does not agree; nil where it does.
  var reason: String? {
    guard let sync else { return "the worker did not begin; see its log, and: keysync status" }
    switch sync.outcome {
    case .agreed: return nil
    case .refused: return refusals(sync)
    case .unsettled: return "some records did not come or were not answered for; they are tried again by themselves"
    case .silent, nil: return "it did not answer"
    }
  }

  private func refusals(_ sync: PeerSync) -> String {
    let counts = [(sync.refusedHere, "here (keysync refused list)"), (sync.refusedThere, "there")].filter { $0.0 > 0 }
      .map { "\(counted($0.0, "record")) refused \($0.1)" }.joined(separator: ", ")
    let cause = peer.agreesOnTrust == false ? "; it trusts others (keysync peer list)" : ""
    return counts + cause
  }

  /// For people: one line.
  var text: String {
    guard let sync else { return "\(peer.name): not compared: \(reason ?? "")" }
    let moved = "\(sync.settledHere) fetched, \(sync.settledThere) sent"
    return reason.map { "\(peer.name): \(moved); does not agree: \($0)" } ?? "\(peer.name): agrees; \(moved)"
  }

  /// As JSON: these fields, always all of them.
  var json: JSONValue {
    .object([
      "node_id": .text(peer.node.description),
      "name": .text(peer.name),
      "outcome": .text(sync?.outcome?.rawValue ?? "silent"),
      "reason": .text(reason),
      "rounds": .number(Int64(sync?.rounds ?? 0)),
      "fetched": .number(Int64(sync?.settledHere ?? 0)),
      "sent": .number(Int64(sync?.settledThere ?? 0)),
      "refused_here": .number(Int64(sync?.refusedHere ?? 0)),
      "refused_there": .number(Int64(sync?.refusedThere ?? 0)),
    ])
  }

  /// The same of a peer with whom it was only started.
  static func started(_ peer: TrustedPeer) -> JSONValue {
    .object([
      "node_id": .text(peer.node.description), "name": .text(peer.name), "outcome": .text("started"), "reason": .null,
      "rounds": .number(0), "fetched": .number(0), "sent": .number(0), "refused_here": .number(0),
      "refused_there": .number(0),
    ])
  }
}
