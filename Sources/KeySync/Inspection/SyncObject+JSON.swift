extension SealedChanges {
  var json: JSONValue {
    .object([
      "nonce": .hex(nonce),
      "ciphertext": .hex(ciphertext),
      "recipients": .array(
        recipients.map { .object(["hint": .hex($0.hint.bigEndianBytes), "wrapped": .hex($0.wrapped)]) }
      ),
    ])
  }
}

extension Receipt {
  var fields: [String: JSONValue] {
    [
      "receipts": .array(
        entries.map { entry in
          .object([
            "message_id": .hex(entry.messageID.bytes),
            "outcome": .text(entry.outcome.word),
            "changes": .array(entry.changes.map { .text($0.word) }),
          ])
        }
      )
    ]
  }
}

extension Announcement {
  var fields: [String: JSONValue] {
    [
      "heads": .number(headCount),
      "fingerprint": .hex(fingerprint),
      "policy_hash": .text(policyHash.description),
      "software": .text(software),
      "boot_id": .hex(bootID),
      "trust_hash": .text(trustHash.description),
      "highest_protocol_version": .number(highestVersion),
    ]
  }
}

extension Reconcile {
  var fields: [String: JSONValue] {
    ["session": .hex(session), "round": .number(round), "negentropy_message": .hex(negentropy)]
  }
}

extension Fetch {
  var fields: [String: JSONValue] { ["record_ids": .array(ids.map { .text($0.description) })] }
}
