import Foundation
import KeySync
import Testing

@Suite struct `The meaning of refusals` {
  @Test(arguments: Refusal.allCases) func `is the same on the page about operations and in the program`(
    refusal: Refusal
  ) throws {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let page = folder.appending(path: "Sources/KeySync/KeySync.docc/Operations.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    #expect(lines.contains { $0 == "| `\(refusal.word)` | \(refusal.meaning) | \(refusal.advice) |" })
  }
}
