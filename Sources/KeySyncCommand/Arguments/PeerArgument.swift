import ArgumentParser

/// The peer that is meant.
struct PeerArgument: ParsableArguments {
  @Argument(help: "The peer's name or node id.")
  var peer: String
}
