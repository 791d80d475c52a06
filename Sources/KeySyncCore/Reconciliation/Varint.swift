extension Array<UInt8> {
  /// Writes an integer in base 128, most significant digit first, all digits but the last with the high bit set, and as
  /// few as possible (Negentropy V1, "Varint").
  mutating func appendVarint(_ value: UInt64) {
    let digits = Swift.max(1, (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7)
    for digit in (0..<digits).reversed() {
      append(UInt8(truncatingIfNeeded: value >> UInt64(digit * 7)) & 127 | (digit > 0 ? 128 : 0))
    }
  }
}
