/// One thing that is not as it should be in the store.
public struct VerificationFinding: Sendable, Hashable {
  /// What kind of thing it is.
  public let kind: Kind
  /// The name of the key as it stands in the store, where it is about one.
  public let key: String?
  /// The record as it is noted in the store, where it is about one.
  public let recordID: RecordID?
  /// What was found.
  public let sentence: String

  init(_ kind: Kind, key: String? = nil, record: RecordID? = nil, _ sentence: String) {
    self.kind = kind
    self.key = key
    recordID = record
    self.sentence = sentence
  }

  /// What can be found, by stable words.
  public enum Kind: String, Sendable, CaseIterable {
    /// SQLite finds the file damaged, or a row that refers to nothing.
    case damagedFile = "damaged-file"
    /// The signed bytes of a record are not those of a record.
    case unreadableRecord = "unreadable-record"
    /// The signed bytes are not what their creator signed for this cluster.
    case badRecordSignature = "bad-record-signature"
    /// A column of a record differs from its signed bytes.
    case wrongColumn = "wrong-column"
    /// A record is noted as entered, waiting or void and is something else.
    case wrongStanding = "wrong-standing"
    /// The parents that a record waits for, or those of another key, are not as noted.
    case wrongParents = "wrong-parents"
    /// A record is marked as a head and is none, or the other way round.
    case wrongHead = "wrong-head"
    /// A conflict is noted that is none or of another kind, or one is not noted.
    case wrongConflict = "wrong-conflict"
    /// Another record wins than the one noted.
    case wrongWinner = "wrong-winner"
    /// Data that is needed is to be erased, or the other way round.
    case wrongErasure = "wrong-erasure"
    /// Number or sum of the heads is not as noted.
    case wrongHeadSum = "wrong-head-sum"
    /// The index for reconciliation cannot be made of the heads.
    case wrongIndex = "wrong-index"
    /// A row of sealed key data does not open.
    case unreadableData = "unreadable-data"
    /// Key data opens and is not what it was committed to.
    case wrongData = "wrong-data"
    /// The winners were chosen by another policy.
    case otherPolicy = "other-policy"
    /// A key could not be judged, because of what else was found.
    case notJudged = "not-judged"
    /// The data of a head has not come.
    case missingData = "missing-data"
  }
}

extension VerificationFinding.Kind {
  /// Whether something is wrong, and not only worth knowing.
  public var isFault: Bool { self != .missingData && self != .notJudged }

  /// What to do about it.
  public var advice: String {
    switch self {
    case .wrongColumn, .wrongStanding, .wrongParents, .wrongHead, .wrongConflict, .wrongWinner, .wrongErasure,
      .wrongHeadSum, .wrongIndex:
      "it can be computed again: keysync verify --rebuild"
    case .damagedFile, .unreadableRecord, .badRecordSignature:
      "it cannot be made again here: restore the home from a backup, or have the peers fill a new store (see the page "
        + "on operations)"
    case .unreadableData, .wrongData:
      "it cannot be made again here: put the key again, restore the home from a backup, or have the peers fill a new "
        + "store (see the page on operations)"
    case .otherPolicy: "restart the worker, so that it uses the settings as they are now, and verify again"
    case .notJudged: "verify again when the rest is mended"
    case .missingData: "let the worker run: it asks the peers for it"
    }
  }
}
