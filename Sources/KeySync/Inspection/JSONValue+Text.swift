extension JSONValue {
  /// The value as JSON text (RFC 8259) over several lines: names in byte order, nothing left out, so that equal values are equal text.
  /// What could steer a terminal is escaped.
  ///
  /// `JSONEncoder` gives the same, but takes many times longer for a hundred thousand keys.
  ///
  /// - Parameter depth: how many arrays and objects the value stands in, which is how far its lines are indented.
  public func text(depth: Int = 0) -> String { String(decoding: utf8(depth: depth), as: UTF8.self) }

  /// The bytes of `text`, for what is written out.
  public func utf8(depth: Int = 0) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(Self.usualBytes)
    write(to: &text, depth: depth)
    return text
  }

  /// The text of an array, without a line break at the end, handed on in pieces of some 64 KiB, in UTF-8.
  ///
  /// - Parameter texts: those of the values, at depth 1.
  public static func write(arrayOf texts: [[UInt8]], to take: ([UInt8]) throws -> Void) rethrows {
    var piece = Array("[".utf8)
    for (index, text) in texts.enumerated() {
      if index > 0 { piece += ",".utf8 }
      piece.breakLine(depth: 1)
      piece += text
      if piece.count >= pieceBytes {
        try take(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    if !texts.isEmpty { piece.breakLine(depth: 0) }
    try take(piece + "]".utf8)
  }

  private static let pieceBytes = 64 * 1024
  /// As many as a key has.
  private static let usualBytes = 1024

  private func write(to text: inout [UInt8], depth: Int) {
    switch self {
    case .null: text += "null".utf8
    case .bool(let value): text += (value ? "true" : "false").utf8
    case .number(let value): text += String(value).utf8
    case .text(let value): text.quote(value)
    case .array(let values):
      text.enclose(values, in: ("[", "]"), depth) { text, value in value.write(to: &text, depth: depth + 1) }
    case .object(let values):
      let sorted = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      text.enclose(sorted, in: ("{", "}"), depth) { text, member in
        text.quote(member.key)
        text += " : ".utf8
        member.value.write(to: &text, depth: depth + 1)
      }
    }
  }
}

extension [UInt8] {
  fileprivate mutating func enclose<Value>(
    _ elements: [Value],
    in brackets: (String, String),
    _ depth: Int,
    _ write: (inout [UInt8], Value) -> Void
  ) {
    self += brackets.0.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { self += ",".utf8 }
      breakLine(depth: depth + 1)
      write(&self, element)
    }
    if !elements.isEmpty { breakLine(depth: depth) }
    self += brackets.1.utf8
  }

  fileprivate mutating func breakLine(depth: Int) {
    append(UInt8(ascii: "\n"))
    self += repeatElement(UInt8(ascii: " "), count: 2 * depth)
  }

  fileprivate mutating func quote(_ text: String) {
    append(Self.quotationMark)
    if text.isPrintableASCII, !text.utf8.contains(Self.quotationMark), !text.utf8.contains(Self.backslash) {
      self += text.utf8
    } else {
      for scalar in text.unicodeScalars { self += Self.escaped(scalar).utf8 }
    }
    append(Self.quotationMark)
  }

  private static let quotationMark = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  /// RFC 8259 section 7.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case "\u{8}": "\\b"
    case "\t": "\\t"
    case "\n": "\\n"
    case "\u{C}": "\\f"
    case "\r": "\\r"
    default: String(scalar).escapedInJSON
    }
  }
}
