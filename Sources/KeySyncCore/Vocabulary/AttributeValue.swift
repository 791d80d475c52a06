/// The value of one attribute (PROTOCOL section 4, field 9).
public enum AttributeValue: Hashable, Sendable {
  /// At most 1,024 bytes of UTF-8.
  case text(String)
  /// 0 … 2^63−1.
  case number(Int64)
  /// Yes or no.
  case flag(Bool)

  /// Equality of what is signed: texts are equal when their bytes are, not when Unicode calls them equivalent.
  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.number(let a), .number(let b)): a == b
    case (.flag(let a), .flag(let b)): a == b
    case (.text, _), (.number, _), (.flag, _): false
    }
  }

  /// Equal bytes have equal hashes; so have equivalent texts, which are rare.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .text(let text): hasher.combine(text)
    case .number(let number): hasher.combine(number)
    case .flag(let flag): hasher.combine(flag)
    }
  }
}
