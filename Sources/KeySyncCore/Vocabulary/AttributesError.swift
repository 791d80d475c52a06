/// Why entries are no attributes (PROTOCOL section 4, field 9).
public enum AttributesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// More than 16 entries.
  case tooMany(Int)
  /// A name that is not 1–64 printable ASCII characters.
  case badName(String)
  /// A name given twice.
  case repeated(String)
  /// The text under this name has more than 1,024 bytes.
  case textTooLong(String)
  /// The number under this name is below 0.
  case negative(String)

  /// A sentence for the user. A bad name is quoted and escaped, as it may hold anything.
  public var description: String {
    switch self {
    case .tooMany(let count): "\(count) attributes, where \(Limits.attributes) are allowed"
    case .badName(let name):
      "attribute name \(String(reflecting: name)) is not 1–\(Limits.nameBytes) printable ASCII characters"
    case .repeated(let name): "attribute \(name) is given twice"
    case .textTooLong(let name): "the text of attribute \(name) is longer than \(Limits.attributeTextBytes) bytes"
    case .negative(let name): "the number of attribute \(name) is below 0"
    }
  }
}
