/// A record that its creator signed for this cluster and that may be merged; whether the creator is trusted is judged then. It can be had by verification, by signing it
/// oneself, or back from the store, where only such records go.
package struct VerifiedRecord: Sendable {
  package let record: Record

  fileprivate init(_ record: Record) { self.record = record }

  /// A record that this node's store holds.
  package init(stored record: Record) { self.record = record }

  /// Makes and signs a record.
  package init(
    signing fields: RecordFields,
    cluster: ClusterName,
    by signer: some Signer,
    with cryptography: some Cryptography
  ) throws(Refusal) {
    record = try Record(signing: fields, cluster: cluster, by: signer, with: cryptography)
  }

  package var id: RecordID { record.id }
  package var fields: RecordFields { record.fields }
  package var creator: NodeID { record.creator }
  /// The signed bytes.
  package var bytes: [UInt8] { record.bytes }
}

extension Admission {
  /// PROTOCOL section 6, check 9. A record of an untrusted creator passes: it is void when it is merged, but those that trusted
  /// peers made on top of it are not, so that nodes which met it before its creator was revoked and after end alike.
  ///
  /// - Throws: `bad-record-signature`, or `from-future` for a record more than 5 minutes ahead.
  package func verified(_ record: Record, at now: WallTime) throws(Refusal) -> VerifiedRecord {
    guard record.envelope.isAuthentic(cluster: cluster, by: cryptography) else { throw .badRecordSignature }
    guard record.fields.lastModified <= now.advanced(byMilliseconds: Limits.freshness) else { throw .fromFuture }
    return VerifiedRecord(record)
  }
}
