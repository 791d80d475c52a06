/// Why a message, a change or its data was not accepted. One word each, stable for ever: logs, statistics, receipts and
/// tests use it (PROTOCOL sections 6 and 8).
public enum Refusal: UInt8, Error, CaseIterable, Sendable {
  case malformed = 4
  case tooLarge = 5
  case unsupportedVersion = 6
  case notTrusted = 7
  case stale = 8
  case fromFuture = 9
  case duplicate = 10
  case badSignature = 11
  case cannotDecrypt = 12
  case wrongTopic = 13
  case badRecord = 16
  case untrustedCreator = 17
  case notAuthorised = 18
  case badRecordSignature = 19
  case keyMismatch = 20
  case commitmentMismatch = 21
  case waiting = 22
  case busy = 23

  /// The stable word, for example `bad-signature`.
  public var word: String { Outcome(self).word }
}
