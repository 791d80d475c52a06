/// A record whose form is right; who made it and whether it is signed is not checked yet (PROTOCOL section 4).
package struct Record: Sendable {
  /// BLAKE2b-256 of the `Sig_structure`: the signature is no part of it.
  package let id: RecordID
  package let fields: RecordFields
  package let envelope: Envelope

  package var creator: NodeID { envelope.signer }
  package var bytes: [UInt8] { envelope.bytes }

  /// Decodes a record of the cluster.
  ///
  /// - Throws: `malformed` or `bad-record`.
  package init(_ bytes: [UInt8], cluster: ClusterName, by cryptography: some Cryptography) throws(Refusal) {
    let envelope = try Envelope(bytes)
    guard envelope.type == .record else { throw .malformed }
    fields = try RecordFields(payload: bytes, in: envelope.payload)
    id = RecordID(cryptography.hash(envelope.signedBytes(cluster: cluster)))
    self.envelope = envelope
  }

  /// Decodes a record that this node stored under its id.
  ///
  /// - Throws: `malformed` or `bad-record`, which means that the store is damaged.
  package init(stored bytes: [UInt8], id: RecordID) throws(Refusal) {
    let envelope = try Envelope(bytes)
    fields = try RecordFields(payload: bytes, in: envelope.payload)
    self.envelope = envelope
    self.id = id
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
