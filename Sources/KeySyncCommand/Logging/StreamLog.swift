import Foundation
import KeySync
import Logging

/// Writes log lines to standard error, each in one piece, as text or JSON.
struct StreamLog: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  private let format: LogFormat

  init(_ settings: LogSettings) {
    logLevel = settings.level
    format = settings.format
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var metadata = metadata
    metadata.merge(metadataProvider?.get() ?? [:]) { $1 }
    metadata.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { metadata["error"] = "\(error)" }
    let line = LogLine(time: Date(), level: event.level, message: event.message.description, metadata: metadata)
    Terminal.say(format == .json ? line.json : line.text)
  }
}
