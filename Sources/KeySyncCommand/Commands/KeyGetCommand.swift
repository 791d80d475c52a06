import ArgumentParser
import Foundation
import KeySync

/// `keysync key get`
struct KeyGetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Print a key's data, byte for byte.",
    discussion: """
      The bytes go to standard output or to a new file that only you may read.

      Examples:
        keysync key get tls/www > /dev/shm/www.pem
        keysync key get tls/www --output www.pem
        keysync key get tls/www --output www.pem --force
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Option(help: "The file to write (mode 0600).")
  var output: String?

  @Flag(help: "Replace the file.")
  var force = false

  func validate() throws {
    if force, output == nil { throw ValidationError("--force goes with --output") }
  }

  func run() throws {
    let data = try cluster.open().data(of: argument.key)
    if let output {
      try PrivateFile(path: output).write(data, replacing: force)
    } else {
      try Terminal.write(Data(data))
    }
  }
}
