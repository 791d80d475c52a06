import KeySyncCore

/// A key with all that the store holds of it, just as it stands there: nothing of it is believed.
package struct StoredKey: Sendable {
  package let row: Int64
  /// What should be a key id.
  package let text: String
  /// The row of the record that is noted as the winner.
  package let winner: Int64?
  package let conflict: String?
  package let isDecided: Bool
  /// In the order of arrival.
  package let records: [StoredRecord]
  package let data: [StoredData]

  /// How many bytes of records and data there are.
  package var byteCount: Int {
    records.reduce(0) { $0 + $1.signed.count } + data.reduce(0) { $0 + $1.sealed.count }
  }
}

/// A record as it stands in its row.
package struct StoredRecord: Sendable {
  package let row: Int64
  /// Whether it is noted for the cluster that its key is noted for.
  package let isOfCluster: Bool
  package let recordID: RecordID
  package let lastModified: WallTime
  /// Nil for a number that stands for nothing.
  package let standing: RecordGraph.Standing?
  package let isHead: Bool
  package let signed: [UInt8]
  /// The parents that it is noted to wait for.
  package let waitsFor: Set<RecordID>
  /// The parents that are noted as those of another key.
  package let foreignParents: Set<RecordID>
}

/// Sealed key data as it stands in its row.
package struct StoredData: Sendable {
  package let commitment: Bytes32?
  package let sealed: [UInt8]
  /// Whether it is to be erased at some time.
  package let isToBeErased: Bool
}
