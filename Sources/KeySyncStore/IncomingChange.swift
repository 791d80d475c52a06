import KeySyncCore

/// A checked change on its way into the store.
package struct IncomingChange: Sendable {
  package let record: VerifiedRecord
  /// Key data and salt, sealed for this store.
  package let sealedData: [UInt8]?
  package let dataRefusal: Refusal?
  /// Whether this node keeps the data of the key.
  package let isSelected: Bool
  /// Who sent it; nil for this node's own.
  package let sender: NodeID?

  package init(
    record: VerifiedRecord,
    sealedData: [UInt8]?,
    dataRefusal: Refusal? = nil,
    isSelected: Bool = true,
    sender: NodeID?
  ) {
    self.record = record
    self.sealedData = sealedData
    self.dataRefusal = dataRefusal
    self.isSelected = isSelected
    self.sender = sender
  }
}

/// What a cluster's records are judged by.
package struct MergeRules: Sendable {
  package var trust: Trust
  package var policy: Policy
  /// How long data that was replaced is kept, in milliseconds (PROTOCOL section 7.6).
  package var undoWindow: Int64

  package static let defaultUndoWindow: Int64 = 24 * 60 * 60 * 1000

  package init(trust: Trust, policy: Policy, undoWindow: Int64 = MergeRules.defaultUndoWindow) {
    self.trust = trust
    self.policy = policy
    self.undoWindow = undoWindow
  }
}
