/// A COSE_Sign1 (RFC 9052 section 4.2) whose form is right; its signature is not verified yet (PROTOCOL section 3).
package struct Envelope: Sendable {
  /// The bytes as they came. What is verified is these, never an encoding of our own.
  package let bytes: [UInt8]
  package let type: ObjectType
  package let signer: NodeID
  package let signature: Signature
  package let payload: Range<Int>
  private let protected: Range<Int>

  private static let tag: UInt8 = 0xD2  // 18, COSE_Sign1
  private static let algorithm: UInt8 = 0x27  // −8 (EdDSA) as CBOR writes it

  /// - Throws: `malformed` for anything that is not a deterministic COSE_Sign1 with exactly the protocol's headers.
  package init(_ bytes: [UInt8]) throws(Refusal) {
    self.bytes = bytes
    var reader = CBORReader(bytes)
    guard reader.take(Self.tag), try reader.array() == 4 else { throw .malformed }
    protected = try reader.byteString()
    guard try reader.map() == 0 else { throw .malformed }
    payload = try reader.byteString()
    guard let signature = Signature(bytes[try reader.byteString()]) else { throw .malformed }
    try reader.finish()
    self.signature = signature
    (signer, type) = try Self.headers(bytes, in: protected)
  }

  /// The bytes that are signed: the `Sig_structure` of RFC 9052 section 4.4, bound to the cluster.
  package func signedBytes(cluster: ClusterName) -> [UInt8] {
    Self.signedBytes(protected: bytes[protected], cluster: cluster, payload: bytes[payload])
  }

  /// Whether the signer signed this for the cluster.
  package func isAuthentic(cluster: ClusterName, by cryptography: some Cryptography) -> Bool {
    cryptography.isValid(signature, of: signedBytes(cluster: cluster), by: signer)
  }

  /// Signs a payload and gives the whole object.
  package static func sign(
    _ payload: [UInt8],
    as type: ObjectType,
    cluster: ClusterName,
    by signer: some Signer
  ) -> [UInt8] {
    let protected = protectedHeaders(type, signer.nodeID)
    let signature = signer.sign(signedBytes(protected: protected[...], cluster: cluster, payload: payload[...]))
    return assemble(protected: protected[...], payload: payload, signature: signature)
  }

  /// The same headers and signature around another payload.
  func replacingPayload(_ payload: [UInt8]) -> [UInt8] {
    Self.assemble(protected: bytes[protected], payload: payload, signature: signature)
  }

  private static func assemble(protected: ArraySlice<UInt8>, payload: [UInt8], signature: Signature) -> [UInt8] {
    var writer = CBORWriter(reserving: payload.count + 160)
    writer.tag(18)
    writer.array(4)
    writer.byteString(protected)
    writer.map(0)
    writer.byteString(payload)
    writer.byteString(signature.bytes)
    return writer.bytes
  }

  private static func headers(_ bytes: [UInt8], in range: Range<Int>) throws(Refusal) -> (NodeID, ObjectType) {
    var reader = CBORReader(bytes, in: range)
    guard try reader.map() == 3,
      try reader.unsigned() == 1, reader.take(algorithm),
      try reader.unsigned() == 4, let key = Bytes32(bytes[try reader.byteString()]),
      try reader.unsigned() == 16, let type = ObjectType(rawValue: try reader.text())
    else { throw .malformed }
    try reader.finish()
    return (NodeID(publicKey: key), type)
  }

  private static func protectedHeaders(_ type: ObjectType, _ signer: NodeID) -> [UInt8] {
    var writer = CBORWriter(reserving: 80)
    writer.map(3)
    writer.unsigned(1)
    writer.negative(8)
    writer.unsigned(4)
    writer.byteString(signer.publicKey)
    writer.unsigned(16)
    writer.text(type.rawValue)
    return writer.bytes
  }

  private static func signedBytes(
    protected: ArraySlice<UInt8>,
    cluster: ClusterName,
    payload: ArraySlice<UInt8>
  ) -> [UInt8] {
    var writer = CBORWriter(reserving: protected.count + payload.count + 128)
    writer.array(4)
    writer.text("Signature1")
    writer.byteString(protected)
    writer.byteString(cluster.externalAAD)
    writer.byteString(payload)
    return writer.bytes
  }
}

/// The types of signed objects (PROTOCOL section 3): the `typ` header of RFC 9596.
package enum ObjectType: String, Sendable, CaseIterable {
  case record = "keysync-record"
  case message = "keysync-message"
  case receipt = "keysync-receipt"
  case announcement = "keysync-announcement"
  case reconcile = "keysync-reconcile"
  case fetch = "keysync-fetch"
}

/// Whoever can sign: this node's identity.
package protocol Signer: Sendable {
  var nodeID: NodeID { get }

  /// An Ed25519 signature over the bytes.
  func sign(_ bytes: [UInt8]) -> Signature
}

extension ClusterName {
  /// What binds a signature to the cluster, whatever root its topics have (PROTOCOL sections 3 and 9).
  package var externalAAD: [UInt8] { Array("keysync/v1/".utf8) + text.utf8 }
}
