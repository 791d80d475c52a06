/// One round of a Negentropy session (PROTOCOL section 8).
package struct Reconcile: Sendable, Equatable {
  package var session: [UInt8]
  /// 0–63; even rounds come from the initiator, odd ones from the responder.
  package var round: Int64
  /// At most 64 KiB.
  package var negentropy: [UInt8]

  package static let sessionBytes = 16

  package init(session: [UInt8], round: Int64, negentropy: [UInt8]) {
    self.session = session
    self.round = round
    self.negentropy = negentropy
  }
}

// MARK: Coding

extension Reconcile {
  init(_ map: PayloadMap) throws(Refusal) {
    try map.check(required: 1...6, optional: [ObjectHeader.toKey])
    self.init(
      session: Array(try map.byteString(4, count: Self.sessionBytes)),
      round: try map.unsigned(5),
      negentropy: Array(try map.byteString(6))
    )
    guard round <= Limits.round, negentropy.count <= Limits.negentropyBytes else { throw .malformed }
  }

  func write(to writer: inout CBORWriter) {
    writer.unsigned(4)
    writer.byteString(session)
    writer.unsigned(5)
    writer.unsigned(round)
    writer.unsigned(6)
    writer.byteString(negentropy)
  }
}
