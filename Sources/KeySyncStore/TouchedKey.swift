import KeySyncCore

/// A key that a batch of changes may change, and what has come of it so far.
final class TouchedKey {
  let keyID: KeyID
  /// Nil as long as nothing of the key needs a row.
  var held: HeldKey?
  /// As they were before the batch.
  var headsBefore: [VerifiedRecord] = []
  /// Whether a change of the batch is of this key, or let a record of it enter.
  var isTouched = false
  /// The commitments of the data that the batch brought.
  var newData: Set<Bytes32> = []
  /// What it is now that all changes are in.
  var view: KeyView?

  init(_ key: KeyID, _ held: HeldKey? = nil) {
    keyID = key
    self.held = held
  }
}
