/// The base58btc text of bytes, as libp2p writes peer ids: the bytes as one number in base 58, a `1` for each leading
/// zero byte.
///
/// The time grows with the square of the length, so decoding is bounded.
package enum Base58 {
  /// The longest text that is decoded, in characters. A peer id has 52.
  package static let maximumCharacters = 128

  private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  private static let zero = UInt8(ascii: "1")
  /// Digits are taken five at a time, the most whose base fits a word.
  private static let digitsAtOnce = 5
  private static let baseAtOnce: UInt32 = 58 * 58 * 58 * 58 * 58

  /// The text of bytes. There is one text for any bytes.
  package static func encode(_ bytes: [UInt8]) -> String {
    var words = words(of: bytes)
    var digits: [UInt8] = []  // the last first
    while !words.isEmpty {
      var remainder = divide(&words, by: baseAtOnce)
      for _ in 0..<digitsAtOnce {
        digits.append(alphabet[Int(remainder % 58)])
        remainder /= 58
      }
    }
    while digits.last == zero { digits.removeLast() }
    digits.append(contentsOf: bytes.prefix { $0 == 0 }.map { _ in zero })
    return String(decoding: digits.reversed(), as: UTF8.self)
  }

  /// The bytes of a text; nil where a character is none of the alphabet or the text is too long.
  package static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= maximumCharacters else { return nil }
    var words: [UInt32] = []
    words.reserveCapacity(text.utf8.count / digitsAtOnce + 1)
    var (pending, base): (UInt32, UInt32) = (0, 1)
    for character in text.utf8 {
      guard let digit = digit(character) else { return nil }
      (pending, base) = (pending * 58 + digit, base * 58)
      if base == baseAtOnce {
        multiply(&words, by: base, adding: pending)
        (pending, base) = (0, 1)
      }
    }
    multiply(&words, by: base, adding: pending)
    var bytes = text.utf8.prefix { $0 == zero }.map { _ in UInt8(0) }
    append(words, to: &bytes)
    return bytes
  }

  private static func digit(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "1")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "1"))
    case UInt8(ascii: "A")...UInt8(ascii: "H"): UInt32(character - UInt8(ascii: "A") + 9)
    case UInt8(ascii: "J")...UInt8(ascii: "N"): UInt32(character - UInt8(ascii: "J") + 17)
    case UInt8(ascii: "P")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "P") + 22)
    case UInt8(ascii: "a")...UInt8(ascii: "k"): UInt32(character - UInt8(ascii: "a") + 33)
    case UInt8(ascii: "m")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "m") + 44)
    default: nil
    }
  }

  /// number × factor + summand. A number's words are the least significant first, without leading zeros.
  private static func multiply(_ words: inout [UInt32], by factor: UInt32, adding summand: UInt32) {
    var carry = UInt64(summand)
    for index in words.indices {
      carry += UInt64(words[index]) * UInt64(factor)
      words[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { words.append(UInt32(carry)) }
  }

  /// number ÷ divisor; the remainder is the answer.
  private static func divide(_ words: inout [UInt32], by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for index in words.indices.reversed() {
      let dividend = remainder << 32 | UInt64(words[index])
      words[index] = UInt32(dividend / UInt64(divisor))
      remainder = dividend % UInt64(divisor)
    }
    while words.last == 0 { words.removeLast() }
    return UInt32(remainder)
  }

  private static func words(of bytes: [UInt8]) -> [UInt32] {
    var words = stride(from: bytes.count, to: 0, by: -4).map { end in
      bytes[max(0, end - 4)..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    while words.last == 0 { words.removeLast() }
    return words
  }

  /// Writes a number behind zeros, its most significant byte that is not zero first.
  private static func append(_ words: [UInt32], to bytes: inout [UInt8]) {
    let zeros = bytes.count
    bytes.reserveCapacity(zeros + words.count * 4)
    for word in words.reversed() {
      for shift in stride(from: 24, through: 0, by: -8) {
        let byte = UInt8(truncatingIfNeeded: word >> UInt32(shift))
        if byte != 0 || bytes.count > zeros { bytes.append(byte) }
      }
    }
  }
}
