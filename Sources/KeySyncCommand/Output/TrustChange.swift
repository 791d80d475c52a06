import ArgumentParser
import KeySync

/// A change of trust that is shown before it is made: which keys become others by it.
struct TrustChange {
  /// What is going to happen, as a sentence begins: `retiring west`.
  let title: String
  /// What happens besides, a line each.
  var details: [String] = []
  /// What is to be done next, once it has happened.
  var advice = """
    nodes agree only while they trust the same: change the others alike, or take this list over there \
    (keysync trust export, keysync trust import)
    """
  /// Makes the change, or rehearses it.
  let make: (_ rehearsing: Bool) throws -> [KeyEffect]

  /// Shows what changes, asks unless told not to, and makes the change.
  ///
  /// - Throws: `CommandError.usage` when there is nobody to ask; `ExitCode.failure` when the answer is no.
  func run(_ arguments: ChangeArguments) throws {
    guard arguments.yes || arguments.dryRun || Terminal.isTyped else {
      throw CommandError.usage("\(title) asks before it changes anything, and nobody types here: say --yes")
    }
    for detail in details { Terminal.say(detail) }
    Self.show(try make(true), of: title)
    if arguments.dryRun { return Terminal.say("nothing was changed") }
    guard arguments.yes || Terminal.confirms("go on?") else {
      Terminal.say("nothing was changed")
      throw ExitCode.failure
    }
    _ = try make(false)
    Terminal.say("done; \(advice)")
  }

  /// Shows which keys change.
  static func show(_ effects: [KeyEffect], of title: String) {
    Terminal.say(effects.isEmpty ? "\(title) changes no key" : "\(title) changes \(counted(effects.count, "key")):")
    for effect in effects { Terminal.say("  \(effect.text)") }
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
