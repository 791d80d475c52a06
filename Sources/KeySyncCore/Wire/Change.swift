/// A record as it travels, with its key data where the receiver may have it (PROTOCOL section 5).
package struct Change: Sendable, Equatable {
  /// The signed bytes of the record, not looked into yet.
  package var record: [UInt8]
  package var data: KeyData?

  package init(record: [UInt8], data: KeyData?) {
    self.record = record
    self.data = data
  }
}

/// Key data and the salt of its commitment: stored, sent and erased together (PROTOCOL section 4).
package struct KeyData: Sendable, Equatable {
  /// At most 64 KiB.
  package var bytes: [UInt8]
  package var salt: Bytes32

  package init(bytes: [UInt8], salt: Bytes32) {
    self.bytes = bytes
    self.salt = salt
  }

  /// BLAKE2b-256 of the data, keyed with the salt (PROTOCOL section 4).
  package func commitment(by cryptography: some Cryptography) -> Bytes32 {
    cryptography.hash(bytes, key: salt.bytes)
  }
}

// MARK: Coding

extension Array<Change> {
  /// Reads the changes array of a message.
  ///
  /// - Throws: `malformed`, or `too-large` for key data above its limit.
  package init(_ reader: inout CBORReader) throws(Refusal) {
    let count = try reader.array()
    guard (1...Limits.changesPerMessage).contains(count) else { throw .malformed }
    self = []
    reserveCapacity(count)
    for _ in 0..<count { append(try Change(&reader)) }
  }

  /// The changes array alone: what is sealed.
  package var encoded: [UInt8] {
    var writer = CBORWriter(reserving: reduce(16) { $0 + $1.record.count + ($1.data?.bytes.count ?? 0) + 64 })
    write(to: &writer)
    return writer.bytes
  }

  func write(to writer: inout CBORWriter) {
    writer.array(count)
    for change in self { change.write(to: &writer) }
  }
}

extension Change {
  fileprivate init(_ reader: inout CBORReader) throws(Refusal) {
    guard try reader.array() == 3 else { throw .malformed }
    let record = try reader.bytes()
    if reader.null() {
      guard reader.null() else { throw .malformed }
      self.init(record: record, data: nil)
    } else {
      let bytes = try reader.bytes()
      guard bytes.count <= Limits.keyDataBytes else { throw .tooLarge }
      self.init(record: record, data: KeyData(bytes: bytes, salt: try reader.bytes32()))
    }
  }

  fileprivate func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.byteString(record)
    if let data {
      writer.byteString(data.bytes)
      writer.byteString(data.salt)
    } else {
      writer.null()
      writer.null()
    }
  }
}
