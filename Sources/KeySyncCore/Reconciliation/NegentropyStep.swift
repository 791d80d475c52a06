/// What the initiator learned from one answer of the responder.
package struct NegentropyStep: Sendable, Equatable {
  /// The next message; nil when the reconciliation is complete.
  package let next: [UInt8]?
  /// Ids that only the initiator has, in order. In limited frames an id may come out again in a later step.
  package let have: [RecordID]
  /// Ids that only the responder says it has; they too may come out again. They are not checked against the rest of the
  /// initiator's set, as no time comes with them.
  package let need: [RecordID]
}
