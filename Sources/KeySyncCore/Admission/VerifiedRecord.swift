/// A record that its creator signed for this cluster and that may be merged; whether the creator is trusted is judged then. It
/// can be had by verification, by signing it oneself, or back from the store, where only such records go.
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
  /// PROTOCOL section 6, check 9. A record of an untrusted creator passes when nothing else is wrong with it: whether it is
  /// refused or taken as void is decided where it is known what is built on it.
  ///
  /// - Throws: `bad-record-signature`, or `from-future` for a record more than 5 minutes ahead; `untrusted-creator` in their
  ///   place where the creator is not trusted, as that is judged first.
  package func verified(_ record: Record, at now: WallTime) throws(Refusal) -> VerifiedRecord {
    let isTrusted = trust.contains(record.creator)
    guard record.envelope.isAuthentic(cluster: cluster, by: cryptography) else {
      throw isTrusted ? .badRecordSignature : .untrustedCreator
    }
    guard record.fields.lastModified <= now.advanced(byMilliseconds: Limits.freshness) else {
      throw isTrusted ? .fromFuture : .untrustedCreator
    }
    return VerifiedRecord(record)
  }
}
