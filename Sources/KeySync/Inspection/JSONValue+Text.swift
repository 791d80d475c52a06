extension JSONValue {
  /// The value as JSON text (RFC 8259) over several lines: names in byte order, nothing left out, so that equal values are equal text.
  /// What could steer a terminal is escaped.
  ///
  /// `JSONEncoder` gives the same, but takes many times longer for a hundred thousand keys.
  ///
  /// - Parameter depth: how many arrays and objects the value stands in, which is how far its lines are indented.
  public func text(depth: Int = 0) -> String {
    var text = ""
    text.reserveCapacity(Self.usualBytes)
    write(to: &text, depth: depth)
    return text
  }

  /// The text of an array, without a line break at the end, handed on in pieces of some 64 KiB.
  ///
  /// - Parameter texts: those of the values, at depth 1.
  public static func write(arrayOf texts: [String], to take: (String) throws -> Void) rethrows {
    var piece = "["
    for (index, text) in texts.enumerated() {
      if index > 0 { piece += "," }
      piece.breakLine(depth: 1)
      piece += text
      if piece.utf8.count >= pieceBytes {
        try take(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    if !texts.isEmpty { piece.breakLine(depth: 0) }
    try take(piece + "]")
  }

  private static let pieceBytes = 64 * 1024
  /// As many as a key has.
  private static let usualBytes = 1024

  private func write(to text: inout String, depth: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += String(value)
    case .text(let value): text.quote(value)
    case .array(let values):
      text.enclose(values, in: ("[", "]"), depth) { text, value in value.write(to: &text, depth: depth + 1) }
    case .object(let values):
      let sorted = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      text.enclose(sorted, in: ("{", "}"), depth) { text, member in
        text.quote(member.key)
        text += " : "
        member.value.write(to: &text, depth: depth + 1)
      }
    }
  }
}

extension String {
  fileprivate mutating func enclose<Element>(
    _ elements: [Element],
    in brackets: (String, String),
    _ depth: Int,
    _ write: (inout String, Element) -> Void
  ) {
    self += brackets.0
    for (index, element) in elements.enumerated() {
      if index > 0 { self += "," }
      breakLine(depth: depth + 1)
      write(&self, element)
    }
    if !elements.isEmpty { breakLine(depth: depth) }
    self += brackets.1
  }

  /// The first few line breaks with what follows them: those of a hundred thousand keys are not put together anew.
  private static let lineBreaks = (0..<4).map { "\n" + String(repeating: "  ", count: $0) }

  fileprivate mutating func breakLine(depth: Int) {
    self += depth < Self.lineBreaks.count ? Self.lineBreaks[depth] : "\n" + String(repeating: "  ", count: depth)
  }

  fileprivate mutating func quote(_ text: String) {
    self += "\""
    if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      self += text
    } else {
      for scalar in text.unicodeScalars { appendEscaping(scalar) }
    }
    self += "\""
  }

  /// RFC 8259 section 7.
  private mutating func appendEscaping(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"", "\\": self += "\\\(scalar)"
    case "\u{8}": self += "\\b"
    case "\t": self += "\\t"
    case "\n": self += "\\n"
    case "\u{C}": self += "\\f"
    case "\r": self += "\\r"
    default: self += String(scalar).escapedInJSON
    }
  }
}
