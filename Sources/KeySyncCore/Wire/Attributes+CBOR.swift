extension Attributes {
  /// Reads key 9 of a record (PROTOCOL section 4): never empty, at most 16 entries.
  init(nonEmpty reader: inout CBORReader) throws(Refusal) {
    let count = try reader.map()
    guard (1...Limits.attributes).contains(count) else { throw .badRecord }
    var entries: [(name: String, value: AttributeValue)] = []
    for _ in 0..<count { entries.append((try reader.text(), try Self.value(&reader))) }
    guard let attributes = try? Attributes(entries) else { throw .badRecord }
    self = attributes
  }

  func write(to writer: inout CBORWriter) {
    writer.map(entries.count)
    for entry in entries {
      writer.text(entry.name)
      switch entry.value {
      case .text(let text): writer.text(text)
      case .number(let number): writer.unsigned(number)
      case .flag(let flag): writer.bool(flag)
      }
    }
  }

  private static func value(_ reader: inout CBORReader) throws(Refusal) -> AttributeValue {
    switch reader.nextType {
    case .text: .text(try reader.text())
    case .unsigned: .number(try reader.unsigned())
    default: .flag(try reader.bool())
    }
  }
}
