import ArgumentParser
import KeySync

/// Permission rules as they are typed: `verbs:pattern`, any number of times.
struct RuleArguments: ParsableArguments {
  @Option(
    name: .customLong("allow"),
    help: ArgumentHelp("What it may do on which keys; may be repeated.", valueName: "verbs:pattern")
  )
  var texts: [String] = []

  /// All of them, in their order; none where none is given.
  ///
  /// - Throws: `CommandError.badArgument`: like a key id, a rule is data.
  var rules: [PermissionRule] {
    get throws {
      try texts.map { text in
        guard let rule = PermissionRule(text) else {
          throw CommandError.badArgument("'\(text)' is no rule: \(PermissionRule.form)")
        }
        return rule
      }
    }
  }

  /// What rules mean, for the help of the commands that take them.
  static let explanation = """
    A rule is verbs and a pattern, as in create,update:payments/**. The verbs are create, update, delete, describe (other \
    attributes alone) and read (to be sent key data; without it a node gets the record alone). In a pattern '**' stands for \
    any number of segments and '*' for any characters within one. What one of the rules permits is permitted, in \
    whatever order they are; nothing else is. Yet the order is part of the trust hash: give all nodes the same one.
    """
}
