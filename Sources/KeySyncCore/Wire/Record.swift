/// A record whose form is right; who made it and whether it is signed is not checked yet (PROTOCOL section 4).
package struct Record: Sendable {
  /// Shared by all copies: records are handed from check to check, and have a dozen parts.
  private let parts: Parts

  private final class Parts: Sendable {
    let id: RecordID
    let fields: RecordFields
    let envelope: Envelope

    init(_ id: RecordID, _ fields: RecordFields, _ envelope: Envelope) {
      (self.id, self.fields, self.envelope) = (id, fields, envelope)
    }
  }

  /// BLAKE2b-256 of the `Sig_structure`: the signature is no part of it.
  package var id: RecordID { parts.id }
  package var fields: RecordFields { parts.fields }
  package var envelope: Envelope { parts.envelope }
  package var creator: NodeID { envelope.signer }
  package var bytes: [UInt8] { envelope.bytes }

  /// Decodes a record of the cluster.
  ///
  /// - Throws: `malformed` or `bad-record`.
  package init(_ bytes: [UInt8], cluster: ClusterName, by cryptography: some Cryptography) throws(Refusal) {
    let envelope = try Envelope(bytes)
    guard envelope.type == .record else { throw .malformed }
    let fields = try RecordFields(payload: bytes, in: envelope.payload)
    parts = Parts(RecordID(cryptography.hash(envelope.signedBytes(cluster: cluster))), fields, envelope)
  }

  /// Decodes a record that this node stored under its id.
  ///
  /// - Throws: `malformed` or `bad-record`, which means that the store is damaged.
  package init(stored bytes: [UInt8], id: RecordID) throws(Refusal) {
    let envelope = try Envelope(bytes)
    parts = Parts(id, try RecordFields(payload: bytes, in: envelope.payload), envelope)
  }

  /// Makes and signs a record.
  package init(
    signing fields: RecordFields,
    cluster: ClusterName,
    by signer: some Signer,
    with cryptography: some Cryptography
  ) throws(Refusal) {
    try self.init(
      Envelope.sign(fields.encoded(), as: .record, cluster: cluster, by: signer),
      cluster: cluster,
      by: cryptography
    )
  }
}
