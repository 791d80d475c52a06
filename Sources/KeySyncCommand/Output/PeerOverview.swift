import KeySync

/// Whom a cluster trusts, for what, and who trusts the same.
struct PeerOverview {
  private let peers: [TrustedPeer]
  private let trustHash, policyHash: Bytes32

  init(_ synchronizer: KeySynchronizer) throws {
    peers = try synchronizer.peers()
    trustHash = try synchronizer.trustHash()
    policyHash = synchronizer.policyHash
  }

  /// The overview as JSON: these fields, always all of them.
  var json: JSONValue {
    .object([
      "trust_hash": .text(trustHash.description),
      "policy_hash": .text(policyHash.description),
      "peers": .array(peers.map(\.json)),
    ])
  }

  /// For people: how the peers are, what they may do, and the hashes.
  func text(coloured: Bool) -> String {
    [standing, rules, hashes].map { $0.text(coloured: coloured) }.joined(separator: "\n\n")
  }

  private var standing: Table {
    var table = Table(["NAME", "HEARD", "ACTIVE", "KEYS", "CLOCK", "SOFTWARE", "NODE"])
    for peer in peers {
      table.add([
        .init(peer.name), .init(peer.heardText), peer.isSelf ? "-" : peer.isActive ? "yes" : "no",
        .init(peer.agreementText, isAlarming: peer.isAtOdds), .init(peer.clockText),
        .init(peer.software?.escaped ?? "-"), .init(peer.node.description),
      ])
    }
    return table
  }

  private var rules: Table {
    var table = Table(["NAME", "SINCE", "MAY"])
    for peer in peers {
      for (index, entry) in peer.rules.entries.enumerated() {
        table.add([.init(index == 0 ? peer.name : ""), .init(entry.since.description), .init(entry.text)])
      }
    }
    return table
  }

  private var hashes: Table {
    var table = Table(["HASH OF", "HERE", "OTHER AT"])
    table.add(["trust", .init(trustHash.description), names { $0.agreesOnTrust == false }])
    table.add(["policy", .init(policyHash.description), names { $0.agreesOnPolicy == false }])
    return table
  }

  /// The peers at odds of that kind.
  private func names(_ isMeant: (TrustedPeer) -> Bool) -> Table.Cell {
    let names = peers.filter { $0.isAtOdds && isMeant($0) }.map(\.name)
    return names.isEmpty ? "-" : Table.Cell(names.joined(separator: ", "), isAlarming: true)
  }
}
