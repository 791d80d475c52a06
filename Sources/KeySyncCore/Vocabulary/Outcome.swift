/// What became of a message, a change or a wanted record: a code of PROTOCOL section 8. Codes may be appended to the
/// protocol, so one that this version does not know is kept, not refused. Two bytes, because a receipt of 70 KiB holds 65,536.
public struct Outcome: Hashable, Sendable, CustomStringConvertible {
  /// The code, as receipts carry it.
  public let code: UInt16

  /// An outcome by its code.
  public init(code: UInt16) { self.code = code }

  /// The outcome of something refused.
  public init(_ refusal: Refusal) { self.init(code: UInt16(refusal.rawValue)) }

  /// The record is a head, alone or among equals.
  public static let applied = Outcome(code: 0)
  /// The record was held, and its data brought nothing new.
  public static let unchanged = Outcome(code: 1)
  /// The record entered; another one replaces it.
  public static let superseded = Outcome(code: 2)
  /// The record is a head among unequal ones.
  public static let conflict = Outcome(code: 3)
  /// The record is a head; its data is wanted and absent.
  public static let missingData = Outcome(code: 14)
  /// The record entered; this node does not keep its data.
  public static let notSelected = Outcome(code: 15)
  /// A record asked for is not here.
  public static let notHeld = Outcome(code: 24)

  private static let words = [
    "applied", "unchanged", "superseded", "conflict", "malformed", "too-large", "unsupported-version", "not-trusted",
    "stale", "from-future", "duplicate", "bad-signature", "cannot-decrypt", "wrong-topic", "missing-data",
    "not-selected", "bad-record", "untrusted-creator", "not-authorised", "bad-record-signature", "key-mismatch",
    "commitment-mismatch", "waiting", "busy", "not-held",
  ]

  /// The stable word; `code-N` for a code that this version does not know.
  public var word: String { code < Self.words.count ? Self.words[Int(code)] : "code-\(code)" }

  /// The word.
  public var description: String { word }

  /// Whether the record is installed at the node that says so: 0–3 and 15 (PROTOCOL section 8).
  package var isInstalled: Bool { code <= 3 || self == .notSelected }

  /// Whether sending again may help: 9, 14, 22, 23 (PROTOCOL section 8).
  package var isWorthRetrying: Bool {
    [Outcome(.fromFuture), .missingData, Outcome(.waiting), Outcome(.busy)].contains(self)
  }
}

extension Refusal {
  /// The refusal that an outcome is, if it is one.
  package init?(_ outcome: Outcome) {
    guard let code = UInt8(exactly: outcome.code), let refusal = Refusal(rawValue: code) else { return nil }
    self = refusal
  }
}
