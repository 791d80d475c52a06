/// One message in the making: what one side says after it has heard the other.
struct NegentropyTurn<Storage: NegentropyStorage> {
  private let storage: Storage
  private let cryptography: any Cryptography
  private let role: Role
  /// With more bytes than these the frame is full.
  private let fullBytes: Int

  private var writer = NegentropyWriter()
  /// The end of the ranges of which there is nothing to say; it is written only when something follows.
  private var pendingSkip: NegentropyBound?
  /// The ids that only this side has, as far as they come out in this turn.
  private(set) var have: [RecordID] = []
  /// The ids that only the other side has, likewise.
  private(set) var need: [RecordID] = []

  enum Role {
    case initiator, responder
  }

  /// The parts into which a range that differs is split; with fewer than two items for each, they are listed instead.
  private static var buckets: Int { 16 }
  /// Room in a limited frame for two bounds, the last id and the fingerprint of what is left over.
  private static var reservedBytes: Int { 200 }

  init(of negentropy: Negentropy<Storage>, as role: Role) {
    storage = negentropy.storage
    cryptography = negentropy.cryptography
    fullBytes = negentropy.frameSizeLimit.map { $0 - Self.reservedBytes } ?? .max
    self.role = role
  }

  var message: [UInt8] { writer.bytes }
  /// There is nothing to say.
  var isEmpty: Bool { writer.bytes.count == 1 }

  /// Answers range by range until the frame is full; what is left over goes under one fingerprint.
  mutating func answer(_ ranges: [NegentropyRange]) {
    var lower = 0
    for range in ranges {
      var upper = storage.lowerBound(of: range.upper.position)
      var kept = writer.bytes.count
      switch (range.content, role) {
      case (.skip, _): pendingSkip = range.upper
      case (.fingerprint(let theirs), _):
        answer(theirs, for: lower..<upper, upTo: range.upper)
      case (.ids(let theirs), .initiator):
        compare(lower..<upper, with: theirs)
        pendingSkip = range.upper
      case (.ids, .responder):
        upper = list(lower..<upper, upTo: range.upper)
        kept = writer.bytes.count
      }
      guard writer.bytes.count <= fullBytes else {
        writer.truncate(to: kept)
        writer.fingerprint(fingerprint(of: upper..<storage.count), upTo: .infinity)
        return
      }
      lower = upper
    }
  }

  /// Sixteen fingerprints of as many parts of equal size, or the ids where there are few.
  mutating func split(_ ranks: Range<Int>, upTo upper: NegentropyBound) {
    guard ranks.count >= 2 * Self.buckets else { return writeIDs(of: ranks, upTo: upper) }
    let (size, larger) = ranks.count.quotientAndRemainder(dividingBy: Self.buckets)
    cut(ranks, at: (1..<Self.buckets).map { ranks.lowerBound + $0 * size + min($0, larger) }, upTo: upper)
  }

  /// Fingerprints of the parts between the given ranks, which are ascending and none of them first or last.
  mutating func cut(_ ranks: Range<Int>, at cuts: [Int], upTo upper: NegentropyBound) {
    var lower = ranks.lowerBound
    for cut in cuts {
      let bound = NegentropyBound(between: storage[cut - 1], and: storage[cut])
      writer.fingerprint(fingerprint(of: lower..<cut), upTo: bound)
      lower = cut
    }
    writer.fingerprint(fingerprint(of: lower..<ranks.upperBound), upTo: upper)
  }

  // MARK: Ranges

  private mutating func answer(_ theirs: [UInt8], for ranks: Range<Int>, upTo upper: NegentropyBound) {
    if theirs == fingerprint(of: ranks) {
      pendingSkip = upper
    } else {
      writePendingSkip()
      split(ranks, upTo: upper)
    }
  }

  /// Writes the ids as far as they fit and gives the rank behind the last.
  private mutating func list(_ ranks: Range<Int>, upTo upper: NegentropyBound) -> Int {
    let fitting = (fullBytes - writer.bytes.count) / Bytes32.count + 1
    writePendingSkip()
    guard fitting < ranks.count else {
      writeIDs(of: ranks, upTo: upper)
      return ranks.upperBound
    }
    let end = ranks.lowerBound + fitting
    writeIDs(of: ranks.lowerBound..<end, upTo: NegentropyBound(before: storage[end]))
    return end
  }

  private mutating func compare(_ ranks: Range<Int>, with theirs: [RecordID]) {
    var missing = Set(theirs)
    for rank in ranks {
      let id = storage[rank].id
      if missing.remove(id) == nil { have.append(id) }
    }
    need += theirs.filter { missing.remove($0) != nil }
  }

  private func fingerprint(of ranks: Range<Int>) -> [UInt8] {
    storage.sum(of: ranks).fingerprint(by: cryptography)
  }

  private mutating func writeIDs(of ranks: Range<Int>, upTo upper: NegentropyBound) {
    writer.ids(ranks.lazy.map { [storage] in storage[$0].id }, upTo: upper)
  }

  private mutating func writePendingSkip() {
    guard let bound = pendingSkip else { return }
    writer.skip(upTo: bound)
    pendingSkip = nil
  }
}
