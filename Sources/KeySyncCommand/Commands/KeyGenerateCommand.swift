import ArgumentParser
import KeySync

/// `keysync key generate`
struct KeyGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make a new random key.",
    discussion: """
      Creates the key, or gives it new data. Ed25519 data is the seed and its public key, X25519 data the secret and its \
      public key (64 bytes each), XChaCha20-Poly1305 data 32 bytes. The secret is never printed here.

      Examples:
        keysync key generate signing/release --algorithm Ed25519
        keysync key generate backup/2026 --algorithm XChaCha20-Poly1305 --attribute env=prod
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Option(help: "What to make: Ed25519, X25519 or XChaCha20-Poly1305.")
  var algorithm: CryptoAlgorithm

  @OptionGroup var attributes: AttributeArguments

  func run() throws {
    let (key, attributes) = (try argument.key, try attributes.attributes)
    Terminal.say(try cluster.open().generate(key, algorithm: algorithm, attributes: attributes).changeText)
  }
}
