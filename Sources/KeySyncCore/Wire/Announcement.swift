/// What a node says of itself, retained by the broker (PROTOCOL section 8).
package struct Announcement: Sendable, Equatable {
  /// The number of heads of all keys.
  package var headCount: Int64
  /// The Negentropy fingerprint of all heads.
  package var fingerprint: [UInt8]
  package var policyHash: Bytes32
  package var software: String
  /// Random at every start.
  package var bootID: [UInt8]
  package var trustHash: Bytes32
  /// The highest protocol version spoken.
  package var highestVersion: Int64

  package static let fingerprintBytes = 16
  package static let bootIDBytes = 16

  package init(
    headCount: Int64,
    fingerprint: [UInt8],
    policyHash: Bytes32,
    software: String,
    bootID: [UInt8],
    trustHash: Bytes32,
    highestVersion: Int64
  ) {
    self.headCount = headCount
    self.fingerprint = fingerprint
    self.policyHash = policyHash
    self.software = software
    self.bootID = bootID
    self.trustHash = trustHash
    self.highestVersion = highestVersion
  }
}

// MARK: Coding

extension Announcement {
  init(_ map: PayloadMap) throws(Refusal) {
    try map.check(required: 1...10, optional: [ObjectHeader.toKey])
    self.init(
      headCount: try map.unsigned(4),
      fingerprint: Array(try map.byteString(5, count: Self.fingerprintBytes)),
      policyHash: try map.bytes32(6),
      software: try map.text(7),
      bootID: Array(try map.byteString(8, count: Self.bootIDBytes)),
      trustHash: try map.bytes32(9),
      highestVersion: try map.unsigned(10)
    )
  }

  func write(to writer: inout CBORWriter) {
    writer.unsigned(4)
    writer.unsigned(headCount)
    writer.unsigned(5)
    writer.byteString(fingerprint)
    writer.unsigned(6)
    writer.byteString(policyHash)
    writer.unsigned(7)
    writer.text(software)
    writer.unsigned(8)
    writer.byteString(bootID)
    writer.unsigned(9)
    writer.byteString(trustHash)
    writer.unsigned(10)
    writer.unsigned(highestVersion)
  }
}
