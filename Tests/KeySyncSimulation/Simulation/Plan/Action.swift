/// Something that is planned to happen. Nodes and keys are given by their numbers.
package enum Action: Sendable, Equatable {
  // What users do.
  case put(node: Int, key: Int, value: UInt64)
  case burst(node: Int, count: Int, value: UInt64)
  case generate(node: Int, key: Int)
  case describe(node: Int, key: Int, value: UInt64)
  case delete(node: Int, key: Int, erasing: Bool)
  case resolve(node: Int, key: Int, choice: UInt64)
  case add(node: Int, peer: Int)
  /// One node's user follows a decision about a peer: see `Plan.decisions`.
  case follow(node: Int, decision: Int)

  // What goes wrong with nodes and roads.
  /// A clock is set so many milliseconds ahead of the time.
  case setClock(node: Int, ahead: Int64)
  /// A node crashes before one of its next commits.
  case crashAtWrite(node: Int, after: Int)
  /// A node crashes after one of its next commits, before what follows from it is sent.
  case crashAfterWrite(node: Int, after: Int)
  case restart(node: Int)
  case backUp(node: Int)
  case restore(node: Int)
  /// Nothing goes from one node to another for so many milliseconds.
  case cut(from: Int, to: Int, duration: Int64)

  // What the hostile peer does.
  case attack(Attack, key: Int, target: Int, draw: UInt64)

  /// Its first word, for counting.
  package var name: String {
    if case .attack(let attack, _, _, _) = self { return "attack.\(attack)" }
    let text = "\(self)"
    return String(text.prefix { $0 != "(" })
  }
}

/// What a hostile peer with a trusted key does.
package enum Attack: String, Sendable, CaseIterable {
  /// Two records with the same parents go to different nodes.
  case equivocate
  /// A record is dated a day back.
  case backdate
  /// A record is dated up to ten minutes ahead.
  case forwardDate
  /// A record has a version that does not follow, or the largest.
  case forgeVersion
  /// A record names parents that nobody has.
  case orphan
  /// A record names a parent of another key, and another record of its key names it.
  case foreignParent
  /// A record that is void goes to one node, its child to all.
  case voidParent
  /// A record's data is not what it commits to.
  case wrongData
  /// A key pair's halves do not match.
  case keyMismatch
  /// A record without its data.
  case withholdData
  /// A delete that asks for erasure.
  case erase
  /// An old frame comes again.
  case replay
  /// An old frame comes as one that the broker has kept, or a new one does.
  case retain
  /// An old frame comes by the road of another node or partition.
  case misroute
  /// A frame is cut, spliced or has flipped bits, under a right signature or none.
  case mutate
  /// A receipt says of all that it was installed.
  case falseReceipt
  /// A record of another creator is spread again, with its signature or a wrong one.
  case relay
  /// A record's signature is off by a point of small order.
  case torsion
}
