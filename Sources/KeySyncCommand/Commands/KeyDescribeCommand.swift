import ArgumentParser
import KeySync

/// `keysync key describe`
struct KeyDescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Give a key other attributes.",
    discussion: """
      The attributes given replace all that the key has; its data stays. At most 16, each a name of 1 to 64 printable \
      ASCII characters and a text of up to 1,024 bytes, a number or true or false. Attributes are sealed in messages as \
      key data is, but kept and shown in the clear on every node: put no secrets into them.

      Examples:
        keysync key describe tls/www --attribute env=prod --attribute expires=1795467060 --attribute hsm=false
        keysync key describe tls/www --attribute serial:text=0042
        keysync key describe tls/www --clear
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument
  @OptionGroup var attributes: AttributeArguments

  @Flag(help: "Leave the key without attributes.")
  var clear = false

  func validate() throws {
    guard attributes.texts.isEmpty == clear else { throw ValidationError("give either --attribute or --clear") }
  }

  func run() throws {
    let (key, attributes) = (try argument.key, try attributes.attributes ?? .empty)
    Terminal.say(try cluster.open().describe(key, attributes: attributes).changeText)
  }
}
