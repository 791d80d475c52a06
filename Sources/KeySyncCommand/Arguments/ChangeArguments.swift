import ArgumentParser

/// Whether a change of trust is made, and whether somebody is asked before.
struct ChangeArguments: ParsableArguments {
  @Flag(help: "Show what would change, and change nothing.")
  var dryRun = false

  @Flag(help: "Do not ask.")
  var yes = false
}
