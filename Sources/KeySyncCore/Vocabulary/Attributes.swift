/// What a record says of its key in names and values (PROTOCOL section 4, field 9): at most 16 entries, each name once.
///
/// The entries are kept in the order in which they are encoded, so that equal attributes are equal bytes.
public struct Attributes: Hashable, Sendable {
  /// The entries in the order of their encoded names (RFC 8949 section 4.2.1): shorter names first, then byte order.
  public let entries: [Entry]

  /// One name and its value.
  public struct Entry: Hashable, Sendable {
    /// 1–64 printable ASCII characters.
    public let name: String
    /// Its value.
    public let value: AttributeValue
  }

  /// No attributes: a record leaves the field out.
  public static let empty = Attributes(sorted: [])

  /// Takes entries in any order.
  public init(_ entries: [(name: String, value: AttributeValue)]) throws(AttributesError) {
    guard entries.count <= Limits.attributes else { throw .tooMany(entries.count) }
    for (name, value) in entries { try Self.check(name, value) }
    let sorted = entries.map(Entry.init).sorted { Self.precedes($0.name, $1.name) }
    for (entry, next) in zip(sorted, sorted.dropFirst()) where entry.name == next.name { throw .repeated(entry.name) }
    self.init(sorted: sorted)
  }

  private init(sorted entries: [Entry]) { self.entries = entries }

  /// The value under a name.
  public subscript(name: String) -> AttributeValue? {
    entries.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// Whether there is none.
  public var isEmpty: Bool { entries.isEmpty }

  private static func check(_ name: String, _ value: AttributeValue) throws(AttributesError) {
    guard name.isPrintableName else { throw .badName(name) }
    switch value {
    case .text(let text) where text.utf8.count > Limits.attributeTextBytes: throw .textTooLong(name)
    case .number(..<0): throw .negative(name)
    case .text, .number, .flag: break
    }
  }

  /// The order of encoded text strings: the length comes first.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    (a.utf8.count, a) < (b.utf8.count, b)
  }
}
