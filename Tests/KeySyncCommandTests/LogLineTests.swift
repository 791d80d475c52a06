import Foundation
import Logging
import Testing

@testable import KeySyncCommand

@Suite struct `A log line` {
  private func line(_ message: String, _ metadata: Logger.Metadata = [:]) -> LogLine {
    LogLine(time: Date(timeIntervalSince1970: 1_795_467_060.125), level: .info, message: message, metadata: metadata)
  }

  @Test func `has time, level, message and sorted values`() {
    #expect(
      line("refused", ["word": "stale", "sender": "x y", "note": "a=\"b\""]).text
        == "2026-11-23T20:51:00.125Z info     refused note=\"a=\\\"b\\\"\" sender=\"x y\" word=stale"
    )
  }

  @Test func `is an object in JSON`() throws {
    let text = line("refused", ["word": "stale"]).json
    #expect(
      text == #"{"level":"info","message":"refused","metadata":{"word":"stale"},"time":"2026-11-23T20:51:00.125Z"}"#
    )
  }

  @Test(arguments: ["a\nb", "\u{1B}[2J", "\r", "\u{9B}1m", "\u{202E}x", "\u{2028}", "\u{7F}", "\u{E0001}"])
  func `is one line that steers nothing, whatever peers choose`(hostile: String) throws {
    let line = line(hostile, ["value": "\(hostile)", "\(hostile)": "x"])
    for scalar in (line.text + line.json).unicodeScalars {
      #expect(![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory))
    }
    let json = try JSONSerialization.jsonObject(with: Data(line.json.utf8)) as? [String: Any]
    #expect(json?["message"] as? String == hostile)
  }
}
