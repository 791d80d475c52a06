import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import Testing

@testable import KeySyncSimulation

/// Records of two keys by three creators, drawn from a seed: right and wrong ones, in an order in which they may have to wait.
struct GeneratedHistory {
  let keys: [KeyID]
  let creators: [NodeID]
  private let identities: [Identity]
  private var generator: SeededGenerator
  private var records: [VerifiedRecord] = []

  static var cluster: ClusterName { get throws { try #require(ClusterName("contract")) } }

  /// Changes that come together, after a pause in milliseconds and perhaps a change of trust.
  struct Batch {
    let changes: [IncomingChange]
    let pause: Int64
    let trust: Trust?
    let keys: [KeyID]
  }

  init(seed: UInt64) throws {
    generator = SeededGenerator(seed: seed)
    keys = [try #require(KeyID("a")), try #require(KeyID("b/c"))]
    identities = try (UInt8(1)...3).map { try #require(Identity(seed: [UInt8](repeating: $0, count: 32))) }
    creators = identities.map(\.nodeID)
  }

  var key: KeyID { keys[0] }

  func trust(without creator: Int? = nil) -> Trust {
    let trusted = creators.indices.filter { $0 != creator }.map { (creators[$0], DatedRules.everything) }
    return Trust(Dictionary(uniqueKeysWithValues: trusted))
  }

  func create() throws -> VerifiedRecord { try record(key, .create, on: [], by: 0, data: 1) }

  func update(after parent: VerifiedRecord, version: Int64? = nil, by creator: Int = 0) throws -> VerifiedRecord {
    try record(key, .update, on: [parent], version: version, by: creator, data: 2)
  }

  /// Some forty records in batches, shuffled, some of them twice, some without data or for a key that is not selected.
  mutating func batches() throws -> [Batch] {
    for _ in 0..<40 { records.append(try drawnRecord()) }
    var order = (records + records.shuffled(using: &generator).prefix(15)).shuffled(using: &generator)
    var batches: [Batch] = []
    while !order.isEmpty {
      let taken = order.prefix(1 + generator.below(8))
      order.removeFirst(taken.count)
      let changes = taken.map { drawnChange($0) }
      let trust = generator.chance(0.3) ? trust(without: generator.chance(0.5) ? generator.below(3) : nil) : nil
      batches.append(Batch(changes: changes, pause: generator.number(0...700), trust: trust, keys: keys))
    }
    return batches
  }

  private mutating func drawnChange(_ record: VerifiedRecord) -> IncomingChange {
    let hasData = record.fields.content.commitment != nil && generator.chance(0.8)
    return IncomingChange(
      record: record,
      sealedData: hasData ? [1] : nil,
      dataRefusal: generator.chance(0.05) ? .keyMismatch : nil,
      isSelected: generator.chance(0.9),
      sender: creators[generator.below(3)]
    )
  }

  private mutating func drawnRecord() throws -> VerifiedRecord {
    let key = keys[generator.below(2)]
    let own = records.filter { $0.fields.keyID == key }
    var parents = Set(own.shuffled(using: &generator).prefix(generator.below(3)).map(\.id))
    if generator.chance(0.05), let foreign = records.randomElement(using: &generator) { parents.insert(foreign.id) }
    let chosen = records.filter { parents.contains($0.id) }
    let operations: [SyncOperation] = chosen.isEmpty ? [.create] : [.update, .update, .delete, .metadataSync, .create]
    return try record(
      key,
      operations[generator.below(operations.count)],
      on: chosen,
      version: generator.chance(0.1) ? generator.number(2...9) : nil,
      by: generator.below(3),
      data: UInt8(generator.below(4)),
      erasing: generator.chance(0.3)
    )
  }

  private func record(
    _ key: KeyID,
    _ operation: SyncOperation,
    on parents: [VerifiedRecord],
    version: Int64? = nil,
    by creator: Int,
    data: UInt8,
    erasing: Bool = false
  ) throws -> VerifiedRecord {
    let cryptography = SodiumCryptography()
    let isDelete = operation == .delete
    let fields = RecordFields(
      keyID: key,
      version: parents.isEmpty ? 1 : version ?? RecordFields.version(after: parents.map(\.fields)),
      parents: parents.map(\.id).sorted(),
      operation: operation,
      lastModified: WallTime(milliseconds: Int64(1000 + records.count)),
      content: KeyContent(
        algorithm: .opaque,
        publicKeyHash: nil,
        commitment: isDelete ? nil : cryptography.hash([data]),
        attributes: isDelete && erasing ? try Attributes([(KeyContent.eraseAttribute, .flag(true))]) : .empty
      )
    )
    return try VerifiedRecord(
      signing: fields,
      cluster: try Self.cluster,
      by: identities[creator],
      with: cryptography
    )
  }
}
