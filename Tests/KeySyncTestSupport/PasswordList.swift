import Foundation

/// Makes the text of a password file with the broker's own command.
package enum PasswordList {
  package struct Failure: Error {}

  package static func text(_ passwords: KeyValuePairs<String, String>) throws -> String {
    let directory = try TemporaryDirectory()
    let file = directory.file("passwords")
    try "".write(toFile: file, atomically: true, encoding: .utf8)
    for (user, password) in passwords {
      let words = ["/usr/bin/env", "mosquitto_passwd", "-b", file, user, password]
      guard let process = LeashedProcess(words, directory: directory.path, log: "log"), process.waitForSuccess() else {
        throw Failure()
      }
    }
    return try String(contentsOfFile: file, encoding: .utf8)
  }
}
