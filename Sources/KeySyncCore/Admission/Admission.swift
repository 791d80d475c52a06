/// What the checks of one batch are made against: where we are, whom we trust, and what we can compute.
package struct Admission: Sendable {
  package let cluster: ClusterName
  package let node: NodeID
  package let trust: Trust
  package let cryptography: any Cryptography

  package init(cluster: ClusterName, node: NodeID, trust: Trust, cryptography: any Cryptography) {
    self.cluster = cluster
    self.node = node
    self.trust = trust
    self.cryptography = cryptography
  }
}
