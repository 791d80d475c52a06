/// A change that may be merged: its record is signed by its creator and not from the future (PROTOCOL section 6,
/// check 9), and its data, if there is any, is what the record commits to (check 11).
package struct CheckedChange: Sendable {
  package let record: VerifiedRecord
  package let data: KeyData?
  /// Why data that came with the record was refused. The record merges as if the data were null.
  package let dataRefusal: Refusal?

  package init(_ record: VerifiedRecord, data: KeyData?, dataRefusal: Refusal? = nil) {
    self.record = record
    self.data = data
    self.dataRefusal = dataRefusal
  }
}

extension Admission {
  /// - Throws: `malformed`, `bad-record`, `bad-record-signature` or `from-future`, in this order.
  package func checked(_ change: ReadChange, at now: WallTime) throws(Refusal) -> CheckedChange {
    let record = try verified(try change.record.get(), at: now)
    do {
      if let data = change.data { try check(data, of: record.fields.content) }
      return CheckedChange(record, data: change.data)
    } catch {
      return CheckedChange(record, data: nil, dataRefusal: error)
    }
  }

  private func check(_ data: KeyData, of content: KeyContent) throws(Refusal) {
    guard content.commitment == data.commitment(by: cryptography) else { throw .commitmentMismatch }
    let publicKey: [UInt8]?
    do {
      publicKey = try KeyMaterial.publicKey(in: data.bytes, algorithm: content.algorithm.text, by: cryptography)
    } catch { throw .keyMismatch }
    if let publicKey, content.publicKeyHash != BLAKE3.hash(publicKey) { throw .keyMismatch }
  }
}
