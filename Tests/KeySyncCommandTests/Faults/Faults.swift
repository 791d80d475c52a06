import Testing

/// What happens when something around a node fails, with real processes. After each fault nothing that was acknowledged is lost or
/// applied twice, and the figures tell what happened.
///
/// They take turns: each loads the machine. With an optimised `keysync` they have ten times as much to do.
@Suite(.serialized) enum Faults {}

extension Faults {
  /// How many changes flow: 20,000, or as many as a program that is not optimised manages in the same time.
  static let changes = Keysync.isOptimised ? 20_000 : 2_000
}
