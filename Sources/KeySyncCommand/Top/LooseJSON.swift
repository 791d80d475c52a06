import Foundation

/// JSON of which nothing is known: it came from a topic on which anybody may have published.
enum LooseJSON: Equatable {
  case null
  case flag(Bool)
  case whole(Int64)
  case number(Double)
  case text(String)
  case array([LooseJSON])
  case object([String: LooseJSON])

  /// Nil where the bytes are no JSON, or nested deeper than the decoder goes.
  init?(_ bytes: [UInt8]) {
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
    self = value
  }

  /// A field of an object; nil for anything else.
  subscript(name: String) -> LooseJSON? {
    if case .object(let fields) = self { fields[name] } else { nil }
  }

  /// A finite number.
  var number: Double? {
    switch self {
    case .whole(let number): Double(number)
    case .number(let number) where number.isFinite: number
    default: nil
    }
  }

  var flag: Bool? {
    if case .flag(let flag) = self { flag } else { nil }
  }

  /// The sum of the numbers of an object; nil for anything else.
  var sum: Double? {
    guard case .object(let fields) = self else { return nil }
    return fields.values.reduce(0) { $0 + ($1.number ?? 0) }
  }
}

extension LooseJSON: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let fields = try? container.decode([String: LooseJSON].self) {
      self = .object(fields)
    } else if let values = try? container.decode([LooseJSON].self) {
      self = .array(values)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .whole(number)
    } else if let number = try? container.decode(Double.self), number.isFinite {
      self = .number(number)
    } else {
      self = .null
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let value): try container.encode(value)
    case .whole(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let fields): try container.encode(fields)
    }
  }
}
