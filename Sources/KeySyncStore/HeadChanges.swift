import Foundation
import GRDB
import KeySyncCore

/// A record that joined or left the set of heads.
package struct HeadChange: Sendable {
  package let item: NegentropyItem
  package let hasJoined: Bool

  /// How many bytes it is written in.
  fileprivate static let encodedBytes = 8 + Bytes32.count + 1

  private init(_ record: VerifiedRecord, hasJoined: Bool) {
    item = NegentropyItem(lastModified: record.fields.lastModified, id: record.id)
    self.hasJoined = hasJoined
  }

  /// What changes from some heads of a key to others.
  static func changes(from before: [VerifiedRecord], to after: [VerifiedRecord]) -> [HeadChange] {
    before.without(after).map { HeadChange($0, hasJoined: false) }
      + after.without(before).map { HeadChange($0, hasJoined: true) }
  }

  /// Nil for anything that `encode` does not give.
  fileprivate init?(encoded bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.encodedBytes, let id = Bytes32(bytes.dropFirst(8).dropLast()) else { return nil }
    let timestamp = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    item = NegentropyItem(timestamp: timestamp, id: RecordID(id))
    hasJoined = bytes.last == 1
  }

  fileprivate func encode(to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: item.timestamp.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    item.id.digest.append(to: &bytes)
    bytes.append(hasJoined ? 1 : 0)
  }
}

extension ClusterTransaction {
  /// Notes what joined and left in this transaction: in one row, whose number counts all changes up to its last.
  func note(_ changes: [HeadChange]) throws {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(changes.count * HeadChange.encodedBytes)
    for change in changes { change.encode(to: &encoded) }
    try execute(
      "INSERT INTO head_change (sequence, cluster, changes) VALUES (?, ?, ?)",
      [try headSequence() + Int64(changes.count), cluster, Data(encoded)]
    )
  }

  /// The number of the newest change of heads; 0 before the first.
  package func headSequence() throws -> Int64 {
    try value("SELECT max(sequence) FROM head_change", []) ?? 0
  }

  /// What joined and left since a change, in order; nil where some of it is not kept any more.
  package func headChanges(since sequence: Int64) throws -> [HeadChange]? {
    let forgotten: Int64? = try value(
      "SELECT sequence - length(changes) / \(HeadChange.encodedBytes) FROM head_change ORDER BY sequence LIMIT 1",
      []
    )
    guard forgotten ?? 0 <= sequence else { return nil }
    return try rows(
      "SELECT changes FROM head_change WHERE sequence > ? AND cluster = ? ORDER BY sequence",
      [sequence, cluster]
    ).flatMap { try Self.headChanges(in: try $0.bytes("changes")) }
  }

  private static func headChanges(in bytes: [UInt8]) throws -> [HeadChange] {
    try stride(from: 0, to: bytes.count, by: HeadChange.encodedBytes).map { start in
      guard let change = HeadChange(encoded: bytes[start...].prefix(HeadChange.encodedBytes)) else {
        throw StoreError.damaged("changes of heads")
      }
      return change
    }
  }

  /// Forgets the oldest changes of heads beyond a bound; whoever has not followed them reads all heads.
  package func forgetHeadChanges(keeping limit: Int = Limits.headChanges) throws {
    try execute(
      "DELETE FROM head_change WHERE sequence <= (SELECT max(sequence) FROM head_change) - ?",
      [limit]
    )
  }
}

extension [VerifiedRecord] {
  fileprivate func without(_ others: [VerifiedRecord]) -> [VerifiedRecord] {
    if others.isEmpty { return self }
    let ids = Set(others.map(\.id))
    return filter { !ids.contains($0.id) }
  }
}
