import Foundation
import KeySync
import Testing

struct JSONTextTests {
  private static let texts = [
    "", "plain", "a/b", "\"quoted\\", "\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}", "\u{7F}\u{80}\u{9F}", "zoë 日本", "🔑",
    "\u{202E}\u{2028}\u{2029}\u{200B}\u{FEFF}\u{E0041}", "[\n\n  ]", "e\u{301}", "\u{FFFF}",
  ]

  @Test(
    arguments: [
      .null, .bool(true), .bool(false), .number(0), .number(.min), .number(.max), .array([]), .object([:]),
      .array([.array([]), .object([:]), .array([.null])]),
      .object([
        "b": .number(1), "B": .object(["x": .array([])]), "a10": .null, "a2": .null, "_": .bool(true), "": .null,
      ]),
      .array(texts.map(JSONValue.text)),
      .object(Dictionary(uniqueKeysWithValues: texts.map { ($0, .text($0)) })),
    ] as [JSONValue]
  )
  func `a value is the text that Foundation gives, with what could steer a terminal escaped`(_ value: JSONValue) throws
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self).escapedInJSON
    #expect(value.text() == text.replacing(/\[\n\n *\]/, with: "[]").replacing(/\{\n\n *\}/, with: "{}"))
    #expect(try JSONSerialization.jsonObject(with: Data(value.text().utf8), options: .fragmentsAllowed) is NSObject)
  }

  @Test(arguments: [0, 1, 2, 5000]) func `many values in pieces are the text of one array`(count: Int) {
    let values = (0..<count).map { JSONValue.object(["number": .number(Int64($0)), "texts": .array([.text("a")])]) }
    var pieces: [[UInt8]] = []
    JSONValue.write(arrayOf: values.map { $0.utf8(depth: 1) }) { pieces.append($0) }
    #expect(Array(pieces.joined()) == JSONValue.array(values).utf8())
    #expect((pieces.count > 1) == (count == 5000))
    #expect(pieces.allSatisfy { $0.count < 70_000 })
  }
}
