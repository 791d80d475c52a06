import KeySyncCore

/// A key that a batch of changes may change, and what has come of it so far.
final class TouchedKey {
  let keyID: KeyID
  /// Its row; nil where it has none and nothing of it is kept.
  var held: HeldKey?
  /// As they were before the batch.
  var headsBefore: [VerifiedRecord] = []
  /// Whether a change of the batch is of this key, or let a record of it enter.
  var isTouched = false
  /// The data that the batch brought, sealed, by its commitment.
  private(set) var newData: [Bytes32: [UInt8]] = [:]
  /// What it is now that all changes are in.
  var view: KeyView?

  init(_ key: KeyID, _ held: HeldKey? = nil) {
    keyID = key
    self.held = held
  }

  func keepData(of change: IncomingChange) {
    guard let sealed = change.sealedData, let commitment = change.record.fields.content.commitment else { return }
    newData[commitment] = sealed
  }
}
