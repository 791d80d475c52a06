/// What a record says: one change of one key (PROTOCOL section 4).
package struct RecordFields: Hashable, Sendable {
  package var keyID: KeyID
  package var version: Int64
  /// The records this change replaces, sorted, without repeats.
  package var parents: [RecordID]
  package var operation: SyncOperation
  /// By the creator's clock.
  package var lastModified: WallTime
  package var content: KeyContent

  package init(
    keyID: KeyID,
    version: Int64,
    parents: [RecordID],
    operation: SyncOperation,
    lastModified: WallTime,
    content: KeyContent
  ) {
    self.keyID = keyID
    self.version = version
    self.parents = parents
    self.operation = operation
    self.lastModified = lastModified
    self.content = content
  }

  package var isDelete: Bool { operation == .delete }
}

/// What a key is after a change: live heads with the same content are equal (PROTOCOL section 7.3).
package struct KeyContent: Hashable, Sendable {
  package var algorithm: CryptoAlgorithm
  /// BLAKE3-256 of the public key, where the key has one.
  package var publicKeyHash: Bytes32?
  /// BLAKE2b-256 of the key data, keyed with its salt; nil exactly for a delete.
  package var commitment: Bytes32?
  package var attributes: Attributes

  /// A delete with this attribute set to true leaves nothing to undo (PROTOCOL section 7.6).
  package static let eraseAttribute = "erase"

  package init(
    algorithm: CryptoAlgorithm,
    publicKeyHash: Bytes32?,
    commitment: Bytes32?,
    attributes: Attributes = .empty
  ) {
    self.algorithm = algorithm
    self.publicKeyHash = publicKeyHash
    self.commitment = commitment
    self.attributes = attributes
  }
}

// MARK: Coding

extension RecordFields {
  /// - Throws: `malformed` when the payload is not deterministic CBOR with the right keys, `bad-record` when a value breaks
  ///   a rule of PROTOCOL section 4.
  init(payload bytes: [UInt8], in range: Range<Int>) throws(Refusal) {
    let map = try PayloadMap(bytes, in: range)
    try map.check(required: 1...8, optional: [9])
    do { try self.init(map) } catch { throw .badRecord }
  }

  private init(_ map: PayloadMap) throws(Refusal) {
    guard let keyID = KeyID(try map.text(1)),
      let operation = SyncOperation(rawValue: UInt8(truncatingIfNeeded: min(try map.unsigned(4), 255))),
      let algorithm = CryptoAlgorithm(try map.text(6))
    else { throw .badRecord }
    self.init(
      keyID: keyID,
      version: try map.unsigned(2),
      parents: try map.value(3, Self.readParents),
      operation: operation,
      lastModified: WallTime(milliseconds: try map.unsigned(5)),
      content: KeyContent(
        algorithm: algorithm,
        publicKeyHash: try Self.emptyOrBytes32(try map.byteString(7)),
        commitment: try Self.emptyOrBytes32(try map.byteString(8)),
        attributes: try map.optionalValue(9, Attributes.init(nonEmpty:)) ?? .empty
      )
    )
    guard isWellFormed else { throw .badRecord }
  }

  /// The rules of section 4 that need no parent.
  private var isWellFormed: Bool {
    (1...Limits.version).contains(version)
      && (version == 1) == parents.isEmpty
      && (operation == .create || !parents.isEmpty)
      && isDelete == (content.commitment == nil)
  }

  private static func readParents(_ reader: inout CBORReader) throws(Refusal) -> [RecordID] {
    let count = try reader.array()
    guard count <= Limits.parents else { throw .badRecord }
    var parents: [RecordID] = []
    for _ in 0..<count {
      let id = RecordID(try reader.bytes32())
      if let last = parents.last, id <= last { throw .badRecord }
      parents.append(id)
    }
    return parents
  }

  private static func emptyOrBytes32(_ content: ArraySlice<UInt8>) throws(Refusal) -> Bytes32? {
    if content.isEmpty { return nil }
    guard let value = Bytes32(content) else { throw .badRecord }
    return value
  }

  /// The payload as deterministic CBOR.
  func encoded() -> [UInt8] {
    var writer = CBORWriter(reserving: 256)
    writer.map(content.attributes.isEmpty ? 8 : 9)
    writer.unsigned(1)
    writer.text(keyID.text)
    writer.unsigned(2)
    writer.unsigned(version)
    writer.unsigned(3)
    writer.array(parents.count)
    for parent in parents { writer.byteString(parent.digest) }
    writer.unsigned(4)
    writer.unsigned(operation.rawValue)
    writer.unsigned(5)
    writer.unsigned(lastModified.milliseconds)
    writer.unsigned(6)
    writer.text(content.algorithm.text)
    writer.unsigned(7)
    writer.byteString(content.publicKeyHash?.bytes ?? [])
    writer.unsigned(8)
    writer.byteString(content.commitment?.bytes ?? [])
    if !content.attributes.isEmpty {
      writer.unsigned(9)
      content.attributes.write(to: &writer)
    }
    return writer.bytes
  }
}
