import KeySyncStore

/// Judges records and sealed data of a cluster by their bytes alone.
struct BytesProof: Sendable {
  let cluster: ClusterName
  let cryptography: any Cryptography
  /// Opens a row of sealed data; nil where it does not open.
  let open: @Sendable ([UInt8], KeyID, Bytes32) -> KeyData?

  /// A record with the id that its bytes have.
  ///
  /// - Throws: `malformed`, `bad-record`, or `bad-record-signature`.
  func record(_ bytes: [UInt8]) throws(Refusal) -> VerifiedRecord {
    let record = try Record(bytes, cluster: cluster, by: cryptography)
    guard record.envelope.isAuthentic(cluster: cluster, by: cryptography) else { throw .badRecordSignature }
    return VerifiedRecord(stored: record)
  }

  /// What is wrong with a row of sealed data, if something is.
  func fault(in data: StoredData, of key: String) -> VerificationFinding? {
    guard let commitment = data.commitment, let keyID = KeyID(key), let opened = open(data.sealed, keyID, commitment)
    else { return VerificationFinding(.unreadableData, key: key, "a row of sealed data does not open for this key") }
    guard opened.commitment(by: cryptography) != commitment else { return nil }
    return VerificationFinding(.wrongData, key: key, "a row of data is not what was committed to (\(commitment))")
  }
}
