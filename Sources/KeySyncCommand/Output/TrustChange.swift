import ArgumentParser
import KeySync

/// A change of trust that is shown before it is made: which keys become others by it.
struct TrustChange {
  let synchronizer: KeySynchronizer
  /// What is going to happen, as a sentence begins: `retiring west`.
  let title: String
  /// Makes the change, or rehearses it.
  let make: (_ rehearsing: Bool) throws -> [KeyEffect]

  /// Shows what changes, asks unless told not to, and makes the change.
  ///
  /// - Throws: `CommandError.usage` when there is nobody to ask; `ExitCode.failure` when the answer is no.
  func run(unasked: Bool) throws {
    guard unasked || Terminal.isTyped else {
      throw CommandError.usage("\(title) asks before it changes anything, and nobody types here: say --yes")
    }
    let effects = try make(true)
    Terminal.say(effects.isEmpty ? "\(title) changes no key" : "\(title) changes \(counted(effects.count, "key")):")
    for effect in effects { Terminal.say("  \(effect.text)") }
    guard unasked || Terminal.confirms("go on?") else {
      Terminal.say("nothing was changed")
      throw ExitCode.failure
    }
    _ = try make(false)
    Terminal.say("done; tell the other nodes: they agree only while they trust the same")
  }
}

extension KeyEffect {
  /// What the key is now, and what it was.
  var text: String {
    let ids = ShortIDs([before, after].compactMap { $0 })
    return switch (before, after) {
    case (let before?, let after?): "\(keyID): \(ids.text(after)) instead of \(ids.text(before))"
    case (let before?, nil): "\(keyID): gone (was \(ids.text(before)))"
    case (nil, let after?): "\(keyID): \(ids.text(after)), which counted for nothing"
    case (nil, nil): "\(keyID)"
    }
  }
}

/// A number with its noun: `1 key`, `2 keys`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
