import ArgumentParser
import Foundation
import KeySync

/// `keysync key get`
struct KeyGetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Print a key's data, byte for byte.",
    discussion: """
      The bytes go to standard output or to a new file that only you may read. With --public only the public half of an \
      Ed25519 or X25519 key is given: 32 bytes.

      Examples:
        keysync key get tls/www > /dev/shm/www.pem
        keysync key get tls/www --output www.pem
        keysync key get tls/www --output www.pem --force
        keysync key get signing/release --public | base64
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Option(help: "The file to write (mode 0600).")
  var output: String?

  @Flag(help: "Replace the file.")
  var force = false

  @Flag(name: .customLong("public"), help: "Give the public key alone.")
  var publicOnly = false

  func validate() throws {
    if force, output == nil { throw ValidationError("--force goes with --output") }
  }

  func run() throws {
    let (key, synchronizer) = (try argument.key, try cluster.open())
    let data = try publicOnly ? synchronizer.publicKey(of: key) : synchronizer.data(of: key)
    if let output {
      try PrivateFile(path: output).write(data, replacing: force)
    } else {
      try Terminal.write(Data(data))
    }
  }
}
