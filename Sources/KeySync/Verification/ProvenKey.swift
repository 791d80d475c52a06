import KeySyncStore

/// A key of the store whose records and data were each looked at alone: what its records make of it is still to be judged.
struct ProvenKey: Sendable {
  let stored: StoredKey
  /// Nil where its name is none.
  let keyID: KeyID?
  let records: [ProvenRecord]
  let findings: [VerificationFinding]

  init(_ stored: StoredKey, by proof: BytesProof) {
    self.stored = stored
    keyID = KeyID(stored.text)
    records = stored.records.map { ProvenRecord($0, of: stored.text, by: proof) }
    findings = records.flatMap(\.findings) + stored.data.compactMap { proof.fault(in: $0, of: stored.text) }
  }
}

/// A record of the store with what its signed bytes say.
struct ProvenRecord: Sendable {
  let stored: StoredRecord
  /// Nil where its creator did not sign these bytes for the cluster.
  let record: VerifiedRecord?
  let findings: [VerificationFinding]

  init(_ stored: StoredRecord, of key: String, by proof: BytesProof) {
    self.stored = stored
    do {
      let record = try proof.record(stored.signed)
      self.record = record
      findings = Self.differences(of: stored, from: record, key: key).map {
        VerificationFinding(.wrongColumn, key: key, record: stored.recordID, $0)
      }
    } catch {
      record = nil
      let isForged = error == .badRecordSignature
      let sentence =
        isForged
        ? "the signature does not hold: a byte of the record was changed, or it was made for another cluster"
        : "the signed bytes are those of no record (\(error.word))"
      findings = [
        VerificationFinding(
          isForged ? .badRecordSignature : .unreadableRecord,
          key: key,
          record: stored.recordID,
          sentence
        )
      ]
    }
  }

  /// Whether it stands in its place, with nothing wrong about it alone.
  var isSound: Bool { findings.isEmpty }

  private static func differences(of stored: StoredRecord, from record: VerifiedRecord, key: String) -> [String] {
    let time = record.fields.lastModified
    return [
      record.id == stored.recordID ? nil : "the column record_id should be \(record.id)",
      record.fields.keyID.text == key ? nil : "the record is one of the key \(record.fields.keyID)",
      time == stored.lastModified
        ? nil : "the column last_modified is \(stored.lastModified.milliseconds) and should be \(time.milliseconds)",
      stored.isOfCluster ? nil : "the record is noted under another cluster than its key",
    ].compactMap { $0 }
  }
}
