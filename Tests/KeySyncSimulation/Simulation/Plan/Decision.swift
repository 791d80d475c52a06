/// What all honest nodes come to think of a peer, each at its own time.
package struct Decision: Sendable, Equatable {
  package let peer: Int
  package let kind: Kind

  package enum Kind: Sendable, Equatable {
    /// From so many milliseconds after the beginning on it may do nothing.
    case retire(since: Int64)
    case revoke
    /// From so many milliseconds after the beginning on it may do other things; negative for before it.
    case permit([String], since: Int64)
  }

  /// Whether the peer ends among those that think alike: the others are off its list, or it is off theirs.
  var setsApart: Bool {
    if case .permit = kind { false } else { true }
  }

  /// What a peer may be permitted.
  static let permissions = [
    ["create,update,delete,describe,read:**"],
    ["read:**"],
    ["create,update,read:**"],
    ["create,update,delete,describe:**"],
    ["create,update,delete,describe,read:key/0"],
    ["update,describe:key/*", "delete,read:**"],
  ]
}
