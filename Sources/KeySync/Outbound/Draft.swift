import KeySyncCrypto
import KeySyncStore

/// Changes that will travel in one message: one destination, one set of readers, with their data or all without.
struct Draft {
  let id: MessageID
  let destination: Destination
  let readers: [NodeID]
  let rows: [OutboxRow]
  private let carriesData: Bool
  private var sealedData: [RecordID: [UInt8]] = [:]

  private struct Group: Hashable {
    let destination: Destination
    let readers: [NodeID]
    let carriesData: Bool
  }

  /// Sorts rows into messages, keeping their order within each.
  static func drafts(
    of rows: [OutboxRow],
    to peers: PeerState,
    from node: Node,
    trust: Trust,
    at now: WallTime
  ) -> [Draft] {
    var groups: [Group] = []
    var members: [Group: [OutboxRow]] = [:]
    for row in rows {
      for group in self.groups(of: row, peers: peers, trust: trust, by: node.cryptography, at: now) {
        if members[group] == nil { groups.append(group) }
        members[group, default: []].append(row)
      }
    }
    return groups.flatMap { group in
      Packing.messages(of: members[group] ?? [], readers: group.readers.count).map {
        Draft(group, $0, .random(from: node.randomness))
      }
    }
  }

  private init(_ group: Group, _ rows: [OutboxRow], _ id: MessageID) {
    self.id = id
    destination = group.destination
    readers = group.readers
    carriesData = group.carriesData
    self.rows = rows
  }

  /// Whoever may not read the key gets the record alone, in a message sealed to it (PROTOCOL section 7.1).
  private static func groups(
    of row: OutboxRow,
    peers: PeerState,
    trust: Trust,
    by cryptography: some Cryptography,
    at now: WallTime
  ) -> [Group] {
    let key = row.record.fields.keyID
    let hasData = row.record.fields.content.commitment != nil
    func carriesData(_ peer: NodeID) -> Bool { hasData && trust.permits(.read, by: peer, on: key, at: now) }
    if row.attempts == 0 {
      let byData = Dictionary(grouping: peers.all.sorted(), by: carriesData)
      return [true, false].compactMap { carriesData in
        byData[carriesData].map {
          Group(destination: .broadcast(.of(key, by: cryptography)), readers: $0, carriesData: carriesData)
        }
      }
    }
    return peers.all.subtracting(peers.silent).subtracting(row.answered).sorted().map {
      Group(destination: .inbox($0), readers: [$0], carriesData: carriesData($0))
    }
  }

  /// Looks the data up, in the transaction that claimed the rows. What was replaced in the meantime goes without.
  func withData(in transaction: ClusterTransaction) throws -> Draft {
    guard carriesData else { return self }
    var draft = self
    for row in rows { draft.sealedData[row.record.id] = try transaction.servedData(of: row.record) }
    return draft
  }

  func changes(openedBy synchronizer: KeySynchronizer) throws -> [Change] {
    try rows.map { row in
      try synchronizer.change(row.record, sealedData: sealedData[row.record.id])
    }
  }
}

extension KeySynchronizer {
  /// A change as it travels.
  func change(_ record: VerifiedRecord, sealedData: [UInt8]?) throws -> Change {
    let fields = record.fields
    guard let sealedData, let commitment = fields.content.commitment else {
      return Change(record: record.bytes, data: nil)
    }
    return Change(record: record.bytes, data: try unseal(sealedData, of: fields.keyID, commitment))
  }
}
