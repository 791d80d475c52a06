import ArgumentParser
import KeySync

/// The key that is meant. Its form is judged when the command runs: a bad key id is bad data, not bad usage.
struct KeyArgument: ParsableArguments {
  @Argument(help: "The key's name: segments of A-Z a-z 0-9 . _ @ : + = ~ - joined by '/'.")
  var keyID: String

  /// The key's id.
  var key: KeyID {
    get throws {
      guard let key = KeyID(keyID) else {
        throw CommandError.badArgument(
          "'\(keyID)' is no key id: 1 to 255 of A-Z a-z 0-9 . _ @ : + = ~ - in segments joined by '/'"
        )
      }
      return key
    }
  }
}

extension ClusterName: ExpressibleByArgument {}
extension WorkerName: ExpressibleByArgument {}
extension CryptoAlgorithm: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
