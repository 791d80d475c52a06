/// The padding of ISO/IEC 7816-4, `80 00 …`, to a multiple of 64 bytes: it hides the exact length (PROTOCOL section 5).
package enum Padding {
  /// The length is a multiple of so many bytes.
  package static let block = 64
  private static let mark: UInt8 = 0x80

  /// The bytes with 1 to 64 bytes of padding, and with room for more behind them.
  package static func pad(_ bytes: [UInt8], reserving room: Int = 0) -> [UInt8] {
    let count = (bytes.count / block + 1) * block
    var padded: [UInt8] = []
    padded.reserveCapacity(count + room)
    padded += bytes
    padded.append(mark)
    padded += repeatElement(0, count: count - padded.count)
    return padded
  }

  /// The bytes without their padding; nil where `pad` could not have made them.
  package static func unpad(_ padded: consuming [UInt8]) -> [UInt8]? {
    var bytes = padded
    guard bytes.count.isMultiple(of: block) else { return nil }
    guard let end = bytes.suffix(block).lastIndex(where: { $0 != 0 }), bytes[end] == mark else { return nil }
    bytes.removeSubrange(end...)
    return bytes
  }
}
