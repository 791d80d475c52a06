extension Inspector {
  /// A record alone or in a change; its creator's signature is verified.
  func inspectRecord(_ bytes: [UInt8]) throws(Refusal) -> [String: JSONValue] {
    json(of: try record(bytes))
  }

  private func record(_ bytes: [UInt8]) throws(Refusal) -> Record {
    let record = try Record(bytes, cluster: cluster, by: cryptography)
    guard record.envelope.isAuthentic(cluster: cluster, by: cryptography) else { throw .badRecordSignature }
    return record
  }

  private func json(of record: Record) -> [String: JSONValue] {
    let fields = record.fields
    return [
      "typ": .text(ObjectType.record.rawValue),
      "cluster": .text(cluster.text),
      "record_id": .text(record.id.description),
      "creator": .node(record.creator),
      "key_id": .text(fields.keyID.text),
      "version": .number(fields.version),
      "parents": .array(fields.parents.map { .text($0.description) }),
      "operation": .text(fields.operation.description),
      "last_modified": .number(fields.lastModified.milliseconds),
      "crypto_algorithm": .text(fields.content.algorithm.text),
      "public_key_hash": .text(fields.content.publicKeyHash?.description),
      "data_commitment": .text(fields.content.commitment?.description),
      "attributes": .attributes(fields.content.attributes),
      "signature": .hex(record.envelope.signature.bytes),
    ]
  }

  /// The changes of a message. What is wrong with one of them stays with it.
  ///
  /// - Throws: `malformed` for a delete with data, which makes the whole message wrong (PROTOCOL section 5).
  func inspect(_ changes: [Change], _ refusals: inout [Refusal]) throws(Refusal) -> [JSONValue] {
    var inspected: [JSONValue] = []
    for change in changes {
      switch verified(change) {
      case .success(let record):
        guard !record.fields.isDelete || change.data == nil else { throw .malformed }
        let data = change.data.map { inspect($0, of: record.fields.content, &refusals) }
        inspected.append(.object(["record": .object(json(of: record)), "key_data": data ?? .null]))
      case .failure(let refusal):
        refusals.append(refusal)
        inspected.append(.object(["record": .object(["refusal": .text(refusal.word)]), "key_data": .null]))
      }
    }
    return inspected
  }

  private func verified(_ change: Change) -> Result<Record, Refusal> {
    Result { () throws(Refusal) in try record(change.record) }
  }

  /// Key data, whether it is what the record commits to and what its algorithm says (PROTOCOL section 6, check 11).
  private func inspect(_ data: KeyData, of content: KeyContent, _ refusals: inout [Refusal]) -> JSONValue {
    let holds = data.commitment(by: cryptography) == content.commitment
    let publicKey = Result { () throws(KeyMaterial.Mismatch) in
      try KeyMaterial.publicKey(in: data.bytes, algorithm: content.algorithm.text, by: cryptography)
    }
    let matches = (try? publicKey.get().map { content.publicKeyHash == BLAKE3.hash($0) } ?? true) ?? false
    if !holds { refusals.append(.commitmentMismatch) } else if !matches { refusals.append(.keyMismatch) }
    var fields: [String: JSONValue] = [
      "length": .number(Int64(data.bytes.count)),
      "commitment_holds": .bool(holds),
      "matches_algorithm": .bool(matches),
    ]
    if showsData {
      fields["bytes"] = .hex(data.bytes)
      fields["salt"] = .text(data.salt.description)
    }
    return .object(fields)
  }
}
