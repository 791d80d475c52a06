import KeySync

/// What another policy makes, or would make, of the keys in conflict, for whoever types.
struct PolicyNotice {
  let cluster: ClusterName
  let effects: [KeyEffect]

  /// Says it on standard error, each key on its line.
  func say(_ beginning: String, _ end: String) {
    let keys = effects.isEmpty ? "no key" : counted(effects.count, "key")
    Terminal.say("\(cluster): \(beginning) \(keys) \(end)\(effects.isEmpty ? "" : ":")")
    for effect in effects { Terminal.say("  \(effect.text)") }
  }
}

extension KeySynchronizer {
  /// The same, after it was said when entering has put another policy in force.
  func sayingPolicyEffects() -> KeySynchronizer {
    if let policyEffects {
      PolicyNotice(cluster: cluster, effects: policyEffects).say(
        "another policy is in force now and changes",
        "here; restart the worker"
      )
    }
    return self
  }
}
