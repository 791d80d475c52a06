import ArgumentParser
import KeySync

/// Attributes as they are typed: `name=value`, any number of times.
struct AttributeArguments: ParsableArguments {
  @Option(
    name: .customLong("attribute"),
    help: ArgumentHelp(
      "An attribute; may be repeated. A whole number, 'true' and 'false' are typed as such; NAME:text=VALUE is a text.",
      valueName: "name=value"
    )
  )
  var texts: [String] = []

  /// All of them; nil where none is given.
  ///
  /// - Throws: `CommandError.badArgument`: like a key id, an attribute is data.
  var attributes: Attributes? {
    get throws {
      guard !texts.isEmpty else { return nil }
      let entries = try texts.map(Self.entry)
      do { return try Attributes(entries) } catch { throw CommandError.badArgument("\(error)") }
    }
  }

  /// The name ends at the first '='.
  private static func entry(_ text: String) throws -> (name: String, value: AttributeValue) {
    guard let equals = text.firstIndex(of: "=") else {
      throw CommandError.badArgument("'\(text)' is no attribute: NAME=VALUE, or NAME:text=VALUE")
    }
    let (name, value) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
    if name.hasSuffix(textMark) { return (String(name.dropLast(textMark.count)), .text(value)) }
    return (name, self.value(value))
  }

  private static let textMark = ":text"

  /// A number is one only where it comes back as it was typed: `007` and what is above 2^63−1 are texts.
  private static func value(_ text: String) -> AttributeValue {
    if let flag = Bool(text) { return .flag(flag) }
    if let number = Int64(text), number >= 0, "\(number)" == text { return .number(number) }
    return .text(text)
  }
}

extension AttributeValue {
  /// As it is typed after the '='.
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    }
  }
}
