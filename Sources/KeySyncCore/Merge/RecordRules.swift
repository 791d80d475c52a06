extension VerifiedRecord {
  /// Why a record that enters is void, if it is (PROTOCOL section 7.2): its creator was not permitted to make
  /// it, as nobody is who is not trusted, or a rule of section 4 fails against its parents, all of which are known.
  func refusal(against parents: [VerifiedRecord], under trust: Trust) -> Refusal? {
    guard trust.permits(fields.operation.verb, by: creator, on: fields.keyID, at: fields.lastModified) else {
      return .notAuthorised
    }
    return fields.follows(parents.map(\.fields)) ? nil : .badRecord
  }
}

extension RecordFields {
  /// The rules of PROTOCOL section 4 against the parents.
  fileprivate func follows(_ parents: [RecordFields]) -> Bool {
    version == Self.version(after: parents) && parents.allSatisfy { $0.keyID == keyID } && operationFollows(parents)
  }

  /// One more than the largest version among the parents, saturating, so that no forged version can lock a key.
  package static func version(after parents: [RecordFields]) -> Int64 {
    min(Limits.version, 1 + (parents.map(\.version).max() ?? 0))
  }

  private func operationFollows(_ parents: [RecordFields]) -> Bool {
    switch operation {
    case .create: parents.allSatisfy(\.isDelete)
    case .update: parents.contains { !$0.isDelete }
    case .delete: true
    case .metadataSync: parents.contains { !$0.isDelete } && parents.allSatisfy { hasSameKey(as: $0) }
    }
  }

  /// Metadata-sync changes attributes only.
  private func hasSameKey(as parent: RecordFields) -> Bool {
    content.algorithm == parent.content.algorithm && content.publicKeyHash == parent.content.publicKeyHash
      && content.commitment == parent.content.commitment
  }
}
