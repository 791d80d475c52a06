import KeySyncCore
import KeySyncCrypto
import Testing

/// The nodes of the vectors: alice, bob and carol, whom everybody trusts with everything, and mallory, whom nobody trusts.
struct Cast: Sendable {
  private let identities: [String: Identity]

  static let trusted = ["alice", "bob", "carol"]

  private struct Vector: Decodable {
    let name: String
    let seed: HexBytes
  }

  init() throws {
    let vectors = try Vectors.load("identities", as: [Vector].self)
    identities = Dictionary(
      uniqueKeysWithValues: try vectors.map { ($0.name, try #require(Identity(seed: $0.seed.bytes))) }
    )
  }

  func identity(_ name: String) throws -> Identity { try #require(identities[name], "\(name) is not in the cast") }

  func node(_ name: String) throws -> NodeID { try identity(name).nodeID }

  func trust(but others: [String: DatedRules] = [:]) throws -> Trust {
    let rules = try Self.trusted.map { (try node($0), others[$0] ?? .everything) }
    return Trust(Dictionary(uniqueKeysWithValues: rules))
  }

  func admission(at name: String, cluster: ClusterName) throws -> Admission {
    Admission(cluster: cluster, node: try node(name), trust: try trust(), cryptography: SodiumCryptography())
  }
}
