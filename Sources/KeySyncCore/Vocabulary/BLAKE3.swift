/// BLAKE3-256 without a key (the BLAKE3 specification, section 2): the hash of public keys (PROTOCOL section 4).
package enum BLAKE3 {
  /// The bytes of one leaf of the tree.
  private static let chunkBytes = 1024

  /// The 32-byte hash of bytes of any number.
  package static func hash(_ bytes: [UInt8]) -> Bytes32 {
    Bytes32(littleEndian: root(of: bytes[...], chunk: 0).digest)
  }

  /// The root of the tree over these bytes, which begin with the given chunk (section 2.1). All chunks but the last are
  /// full, and a left subtree is the largest full one that leaves something to the right. Its depth is the logarithm
  /// of the number of chunks.
  private static func root(of bytes: ArraySlice<UInt8>, chunk: UInt64) -> BLAKE3Node {
    let beforeLast = (bytes.count - 1) / chunkBytes
    guard beforeLast > 0 else { return leaf(bytes, chunk: chunk) }
    let leftChunks = 1 << (Int.bitWidth - 1 - beforeLast.leadingZeroBitCount)
    let middle = bytes.startIndex + leftChunks * chunkBytes
    let left = root(of: bytes[..<middle], chunk: chunk)
    let right = root(of: bytes[middle...], chunk: chunk + UInt64(leftChunks))
    return BLAKE3Node(parentOf: left.chainingValue, right.chainingValue)
  }

  /// One chunk of at most 1,024 bytes, its blocks chained up to the last, which stays open (section 2.4).
  private static func leaf(_ bytes: ArraySlice<UInt8>, chunk: UInt64) -> BLAKE3Node {
    var node = BLAKE3Node(firstBlock: bytes.prefix(BLAKE3Node.blockBytes), chunk: chunk)
    var rest = bytes.dropFirst(BLAKE3Node.blockBytes)
    while !rest.isEmpty {
      node = BLAKE3Node(block: rest.prefix(BLAKE3Node.blockBytes), after: node)
      rest = rest.dropFirst(BLAKE3Node.blockBytes)
    }
    node.flags |= BLAKE3Node.chunkEnd
    return node
  }
}
