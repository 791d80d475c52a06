import KeySync
import KeySyncCrypto
import KeySyncStore

/// What all nodes of a run have in common: the cluster, the time, and how they sign.
struct NodeSetting {
  let cluster: ClusterName
  let time = SimulatedTime()
  let cryptography: any Cryptography
  /// Nil for Ed25519.
  private let standIn: StandInCryptography?

  init(cluster: ClusterName, signatures: Signatures, generator: inout SeededGenerator) {
    self.cluster = cluster
    let secret = Bytes32(generator.bytes(Bytes32.count))
    standIn = signatures == .real ? nil : secret.map(StandInCryptography.init)
    cryptography = standIn ?? RealCryptography()
  }

  /// With real signatures stores are opened as nodes open them; with the stand-in, as is fastest.
  var connections: Store.Connections { standIn == nil ? .many : .one }

  func signer(for identity: Identity) -> any Signer {
    standIn.map { StandInSigner(identity, $0) } ?? identity
  }
}
