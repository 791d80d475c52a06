extension String {
  /// The text with everything that could steer a terminal or forge a line written as `\u{…}`: control and format characters
  /// (which turn the writing direction), line and paragraph separators.
  public var escaped: String {
    escaping(\.isSteering) { "\\u{\(String($0.value, radix: 16))}" }
  }

  /// The same for the text of a JSON document, whose own line breaks stay (RFC 8259 section 7).
  public var escapedInJSON: String {
    escaping {
      $0.isSteering && $0 != "\n"
    } as: { scalar in
      UTF16.encode(scalar).map { units in
        units.map { "\\u" + String(repeating: "0", count: 4 - String($0, radix: 16).count) + String($0, radix: 16) }
          .joined()
      } ?? ""
    }
  }

  private func escaping(_ isMeant: (Unicode.Scalar) -> Bool, as escape: (Unicode.Scalar) -> String) -> String {
    guard unicodeScalars.contains(where: isMeant) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if isMeant(scalar) { text += escape(scalar) } else { text.unicodeScalars.append(scalar) }
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isSteering: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
