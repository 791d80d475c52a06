import Foundation

/// A value of JSON, for output whose shape depends on what is shown. Null is a value, so that a field is never left out.
public enum JSONValue: Sendable, Equatable, Encodable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case number(Int64)
  /// A text.
  case text(String)
  /// A list.
  case array([JSONValue])
  /// Names and values.
  case object([String: JSONValue])

  /// Hands the value to an encoder.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}

extension JSONValue {
  /// A text, or null.
  public static func text(_ value: String?) -> JSONValue { value.map(JSONValue.text) ?? .null }

  /// Bytes in hexadecimal.
  static func hex(_ bytes: some Collection<UInt8>) -> JSONValue { .text(bytes.hex) }

  /// A node's id, or null.
  static func node(_ node: NodeID?) -> JSONValue { .text(node?.description) }

  /// Attributes as an object.
  public static func attributes(_ attributes: Attributes) -> JSONValue {
    let values = attributes.entries.map { entry -> (String, JSONValue) in
      switch entry.value {
      case .text(let text): (entry.name, .text(text))
      case .number(let number): (entry.name, .number(number))
      case .flag(let flag): (entry.name, .bool(flag))
      }
    }
    return .object(Dictionary(values) { first, _ in first })
  }
}
