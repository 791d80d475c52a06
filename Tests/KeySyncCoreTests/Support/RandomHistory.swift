import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

/// Fourteen records of two keys, some of them void, and why. Carol may describe and nothing else.
struct RandomHistory {
  private(set) var records: [VerifiedRecord] = []
  private(set) var void: [RecordID: Refusal] = [:]
  let keys: [KeyID]

  init(in cast: Cast, using generator: inout SeededGenerator) throws {
    keys = try ["k", "l"].map { try #require(KeyID($0)) }
    for _ in 0..<14 { try add(in: cast, using: &generator) }
  }

  private mutating func add(in cast: Cast, using generator: inout SeededGenerator) throws {
    let creator = try #require(Cast.trusted.randomElement(using: &generator))
    let parents = chooseParents(using: &generator)
    let key = (parents.first?.fields.keyID ?? keys.randomElement(using: &generator))
    let operation = chooseOperation(after: parents, using: &generator)
    let isForged = !parents.isEmpty && Int.random(in: 0..<5, using: &generator) == 0
    let version = RecordFields.version(after: parents.map(\.fields))
    let cryptography = SodiumCryptography()
    let fields = RecordFields(
      keyID: try #require(key),
      version: isForged ? version + 1 : version,
      parents: parents.map(\.id).sorted(),
      operation: operation,
      lastModified: WallTime(milliseconds: Int64.random(in: 0..<1000, using: &generator)),
      content: KeyContent(
        algorithm: .opaque,
        publicKeyHash: nil,
        commitment: operation == .delete ? nil : cryptography.hash(generator.bytes(8))
      )
    )
    let record = try VerifiedRecord(
      signing: fields,
      cluster: try #require(ClusterName("prod")),
      by: try cast.identity(creator),
      with: cryptography
    )
    records.append(record)
    if creator == "carol" {
      void[record.id] = .notAuthorised
    } else if isForged || Set(parents.map(\.fields.keyID)).count > 1 {
      void[record.id] = .badRecord
    }
  }

  /// Up to three records, seldom of both keys.
  private func chooseParents(using generator: inout SeededGenerator) -> [VerifiedRecord] {
    let isCrossing = Int.random(in: 0..<10, using: &generator) == 0
    let key = keys.randomElement(using: &generator)
    let candidates = records.filter { isCrossing || $0.fields.keyID == key }.shuffled(using: &generator)
    return Array(candidates.prefix(Int.random(in: 0...3, using: &generator)))
  }

  private func chooseOperation(
    after parents: [VerifiedRecord],
    using generator: inout SeededGenerator
  ) -> SyncOperation {
    if parents.allSatisfy(\.fields.isDelete) { return .create }
    return Int.random(in: 0..<4, using: &generator) == 0 ? .delete : .update
  }
}
