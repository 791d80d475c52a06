/// One call of BLAKE3's compression function that is not made yet: whether it is the root decides its flags
/// (the BLAKE3 specification, sections 2.2 and 2.3).
struct BLAKE3Node {
  private let input: SIMD8<UInt32>
  private let block: SIMD16<UInt32>
  private let blockCount: UInt32
  private let chunk: UInt64
  var flags: UInt32

  /// The bytes of one block.
  static let blockBytes = 64

  private static let chunkStart: UInt32 = 1
  static let chunkEnd: UInt32 = 2
  private static let parent: UInt32 = 4
  private static let root: UInt32 = 8

  /// The first words of SHA-256: the unkeyed start.
  private static let start = SIMD8<UInt32>(
    0x6A09_E667,
    0xBB67_AE85,
    0x3C6E_F372,
    0xA54F_F53A,
    0x510E_527F,
    0x9B05_688C,
    0x1F83_D9AB,
    0x5BE0_CD19
  )

  /// The first block of a chunk: at most 64 bytes.
  init(firstBlock bytes: ArraySlice<UInt8>, chunk: UInt64) {
    input = Self.start
    block = Self.words(bytes)
    blockCount = UInt32(bytes.count)
    self.chunk = chunk
    flags = Self.chunkStart
  }

  /// The next block of a chunk: at most 64 bytes.
  init(block bytes: ArraySlice<UInt8>, after previous: BLAKE3Node) {
    input = previous.chainingValue
    block = Self.words(bytes)
    blockCount = UInt32(bytes.count)
    chunk = previous.chunk
    flags = 0
  }

  /// The parent of two subtrees.
  init(parentOf left: SIMD8<UInt32>, _ right: SIMD8<UInt32>) {
    input = Self.start
    block = SIMD16(lowHalf: left, highHalf: right)
    blockCount = UInt32(Self.blockBytes)
    chunk = 0
    flags = Self.parent
  }

  /// What a node passes on to the next block or to its parent.
  var chainingValue: SIMD8<UInt32> { compressed(flags) }

  /// The hash, where the node is the root of the tree. (The root's counter is 0: it is a parent or the only chunk.)
  var digest: SIMD8<UInt32> { compressed(flags | Self.root) }

  /// The compression function, cut to the first eight words of its output. The state is kept as four rows,
  /// so that the four columns, then the four diagonals, are mixed at once.
  private func compressed(_ flags: UInt32) -> SIMD8<UInt32> {
    var (a, b, c) = (input.lowHalf, input.highHalf, Self.start.lowHalf)
    var d = SIMD4(UInt32(truncatingIfNeeded: chunk), UInt32(truncatingIfNeeded: chunk >> 32), blockCount, flags)
    var message = block
    for _ in 0..<7 {
      Self.mix(&a, &b, &c, &d, message.lowHalf)
      (b, c, d) = (SIMD4(b.y, b.z, b.w, b.x), SIMD4(c.z, c.w, c.x, c.y), SIMD4(d.w, d.x, d.y, d.z))
      Self.mix(&a, &b, &c, &d, message.highHalf)
      (b, c, d) = (SIMD4(b.w, b.x, b.y, b.z), SIMD4(c.z, c.w, c.x, c.y), SIMD4(d.y, d.z, d.w, d.x))
      message = Self.permuted(message)
    }
    return SIMD8(lowHalf: a ^ c, highHalf: b ^ d)
  }

  /// The quarter round on four columns at once; each takes two of the message's words.
  @inline(__always)
  private static func mix(
    _ a: inout SIMD4<UInt32>,
    _ b: inout SIMD4<UInt32>,
    _ c: inout SIMD4<UInt32>,
    _ d: inout SIMD4<UInt32>,
    _ message: SIMD8<UInt32>
  ) {
    a = a &+ b &+ message.evenHalf
    d = rotated(d ^ a, by: 16)
    c = c &+ d
    b = rotated(b ^ c, by: 12)
    a = a &+ b &+ message.oddHalf
    d = rotated(d ^ a, by: 8)
    c = c &+ d
    b = rotated(b ^ c, by: 7)
  }

  @inline(__always)
  private static func rotated(_ words: SIMD4<UInt32>, by bits: UInt32) -> SIMD4<UInt32> {
    words &>> bits | words &<< (32 - bits)
  }

  /// The order of the message's words in the next round (table 2).
  @inline(__always)
  private static func permuted(_ m: SIMD16<UInt32>) -> SIMD16<UInt32> {
    SIMD16(m[2], m[6], m[3], m[10], m[7], m[0], m[4], m[13], m[1], m[11], m[12], m[5], m[9], m[14], m[15], m[8])
  }

  /// At most 64 bytes as little-endian words, filled up with zeros.
  private static func words(_ bytes: ArraySlice<UInt8>) -> SIMD16<UInt32> {
    var words = SIMD16<UInt32>()
    for (index, start) in zip(words.indices, stride(from: bytes.startIndex, to: bytes.endIndex, by: 4)) {
      words[index] = bytes[start..<min(start + 4, bytes.endIndex)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    return words
  }
}
