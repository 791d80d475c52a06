/// By which rule one head of a conflict is served before the others (PROTOCOL section 7.4).
public enum WinningReason: String, Sendable {
  /// A delete beats live heads.
  case deleteWins = "delete"
  /// New data beats new attributes.
  case dataBeforeAttributes = "data-before-attributes"
  /// Its version is the highest.
  case higherVersion = "version"
  /// It is the last by its creator's clock.
  case later = "last-modified"
  /// Its creator comes first in the policy's list.
  case creator = "creator"
  /// Nothing else tells them apart: its record id is the smallest.
  case smallerID = "record-id"

  /// The first rule that tells the winner from the best of the others; nil where there is no other.
  init?(heads: [VerifiedRecord], rule: PolicyRule) {
    guard let winner = KeyView(heads: heads, rule: rule)?.winner,
      let second = KeyView(heads: heads.filter { $0.id != winner.id }, rule: rule)?.winner
    else { return nil }
    let (x, y) = (winner.fields, second.fields)
    if rule.deletes == .win, x.isDelete != y.isDelete {
      self = .deleteWins
    } else if (x.operation == .metadataSync) != (y.operation == .metadataSync) {
      self = .dataBeforeAttributes
    } else {
      self = Self(winner, second, rule)
    }
  }

  private init(_ winner: VerifiedRecord, _ second: VerifiedRecord, _ rule: PolicyRule) {
    let (x, y) = (winner.fields, second.fields)
    let version = x.version != y.version ? WinningReason.higherVersion : nil
    let time = x.lastModified != y.lastModified ? WinningReason.later : nil
    let place = { (record: VerifiedRecord) in rule.creators.firstIndex(of: record.creator) ?? rule.creators.count }
    switch rule.strategy {
    case .creatorPriority where place(winner) != place(second): self = .creator
    case .manual, .higherVersion, .creatorPriority: self = version ?? time ?? .smallerID
    case .lastWriter: self = time ?? version ?? .smallerID
    }
  }
}
