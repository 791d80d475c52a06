/// The forms of names, judged on bytes, so that no character passes for another that Unicode calls equivalent.
extension String {
  /// `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`: a lower-case host label (RFC 1123), the form of clusters
  /// and workers (PROTOCOL section 2).
  var isLabel: Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...63).contains(utf8.count), utf8.first != hyphen, utf8.last != hyphen else { return false }
    return utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen: true
      default: false
      }
    }
  }

  /// 1–64 printable ASCII characters: the form of algorithms and attribute names (PROTOCOL section 4).
  var isPrintableName: Bool {
    (1...Limits.nameBytes).contains(utf8.count) && isPrintableASCII
  }

  /// Whether there is nothing but printable ASCII characters: each is one byte, and none steers a terminal.
  package var isPrintableASCII: Bool {
    let bytes = utf8.span
    return bytes.indices.allSatisfy { (0x20...0x7E).contains(bytes[$0]) }
  }
}
