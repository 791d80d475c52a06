import Logging

extension Logger {
  /// Keys that are named one by one; beyond them only their number is said.
  private static let keysNamed = 100

  /// What a policy that is another one than before has made of the keys in conflict.
  func logPolicyEffects(of synchronizer: KeySynchronizer) {
    guard let effects = synchronizer.policyEffects else { return }
    notice("another policy is in force", metadata: ["keys_changed": "\(effects.count)"])
    for effect in effects.prefix(Self.keysNamed) {
      notice(
        "another change of a key is served",
        metadata: [
          "key": "\(effect.keyID)", "before": "\(effect.before?.description ?? "none")",
          "after": "\(effect.after?.description ?? "none")",
        ]
      )
    }
  }
}
