/// What became of one record that a peer sent.
package struct RecordOutcome: Sendable, Equatable {
  package let id: RecordID
  package let outcome: Outcome

  package init(_ id: RecordID, _ outcome: Outcome) {
    self.id = id
    self.outcome = outcome
  }
}

extension Outcome {
  /// Whether asking or sending again can change it: the others say that a record is held there, or never will be. A record that
  /// waits there is held, and whoever holds it asks for its parents; whoever misses data asks for that.
  var isPassing: Bool { [Outcome(.fromFuture), Outcome(.busy), Outcome(.stale), Outcome(.duplicate)].contains(self) }

  /// Whether the record is held where the outcome comes from, with or without its data.
  var isHeld: Bool {
    isInstalled
      || [.missingData, Outcome(.waiting), Outcome(.keyMismatch), Outcome(.commitmentMismatch)].contains(self)
  }
}
