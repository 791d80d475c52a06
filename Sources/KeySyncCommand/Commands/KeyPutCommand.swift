import ArgumentParser
import KeySync

/// `keysync key put`
struct KeyPutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put",
    abstract: "Create a key, or give it new data.",
    discussion: """
      The data is read from a file or from standard input, byte for byte, up to 64 KiB; never from an argument, which \
      others could see. Ed25519 and X25519 data is checked: 32 bytes (public key) or 64 (seed or secret, then its public \
      key). The data of any other algorithm is not interpreted. Attributes replace those the key has; without any it keeps \
      them.

      Examples:
        keysync key put tls/www --algorithm opaque --file www.pem --attribute env=prod
        head -c 32 /dev/urandom | keysync key put backup/2026 --algorithm XChaCha20-Poly1305
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Option(help: "What the data is: Ed25519, X25519, XChaCha20-Poly1305, opaque, or a name of your own.")
  var algorithm: CryptoAlgorithm

  @Option(help: "The file with the data; '-' is standard input.")
  var file: String?

  @OptionGroup var attributes: AttributeArguments

  func run() throws {
    let key = try argument.key
    let attributes = try attributes.attributes
    let synchronizer = try cluster.open()
    let input = InputFile(file)
    if input.isStandardInput, Terminal.isTyped {
      Terminal.say("Type the data of \(key); a line break belongs to it. End with Ctrl-D (twice within a line).")
    }
    let summary = try synchronizer.put(
      key,
      algorithm: algorithm,
      data: try input.readKeyData(),
      attributes: attributes
    )
    Terminal.say(summary.changeText)
  }
}
