/// What one frame of a backup says, before it is encrypted: an array that begins with its kind.
package enum BackupFrame: Sendable, Equatable {
  /// `[0, bstr]`: a piece of the configuration's text. Its pieces come first.
  case configuration([UInt8])
  /// `[1, changes, [position, …]]`: records with their data, as in a message, and the places among them of those that are heads.
  case changes([Change], heads: [Int])
  /// `[2, uint]`: the number of records in the whole backup. Nothing follows.
  case end(records: Int)

  /// As deterministic CBOR.
  package var encoded: [UInt8] {
    var writer = CBORWriter(reserving: 1024)
    switch self {
    case .configuration(let text):
      writer.array(2)
      writer.unsigned(0)
      writer.byteString(text)
    case .changes(let changes, let heads):
      writer.array(3)
      writer.unsigned(1)
      changes.write(to: &writer)
      writer.array(heads.count)
      for position in heads { writer.unsigned(position) }
    case .end(let records):
      writer.array(2)
      writer.unsigned(2)
      writer.unsigned(records)
    }
    return writer.bytes
  }

  /// - Throws: `malformed`, or `too-large` for key data above its limit.
  package init(_ bytes: [UInt8]) throws(Refusal) {
    var reader = CBORReader(bytes)
    let count = try reader.array()
    switch (try reader.unsigned(), count) {
    case (0, 2): self = .configuration(try reader.bytes())
    case (1, 3):
      let changes = try [Change](&reader)
      self = .changes(changes, heads: try Self.positions(&reader, below: changes.count))
    case (2, 2): self = .end(records: Int(try reader.unsigned()))
    default: throw .malformed
    }
    try reader.finish()
  }

  /// Ascending, so that none is given twice.
  private static func positions(_ reader: inout CBORReader, below end: Int) throws(Refusal) -> [Int] {
    var positions: [Int] = []
    for _ in 0..<(try reader.array()) {
      let position = Int(try reader.unsigned())
      guard position < end, position > positions.last ?? -1 else { throw .malformed }
      positions.append(position)
    }
    return positions
  }
}
