/// Where a broker listens: a host, a port and whether the road there is encrypted.
package struct BrokerEndpoint: Sendable, Hashable, CustomStringConvertible {
  /// A host name, or an IPv4 or IPv6 address without brackets.
  package let host: String
  /// 1 … 65535.
  package let port: UInt16
  /// Whether TLS is spoken (`mqtts`).
  package let isEncrypted: Bool

  /// The registered ports of MQTT and of MQTT over TLS.
  package static let plainPort: UInt16 = 1883
  package static let encryptedPort: UInt16 = 8883

  package init(host: String, port: UInt16, isEncrypted: Bool = false) {
    self.host = host
    self.port = port
    self.isEncrypted = isEncrypted
  }

  /// Reads `mqtt://host[:port]` or `mqtts://host[:port]`; an IPv6 address stands in brackets, one final `/` is allowed.
  package init(url: String) throws(BrokerEndpointError) {
    guard let (isEncrypted, rest) = Self.scheme(of: url) else { throw .scheme(url) }
    var authority = rest
    if authority.hasSuffix("/") { authority.removeLast() }
    guard !authority.contains("@") else { throw .userInformation }
    guard !authority.contains(where: { "/?#".contains($0) }) else { throw .path(url) }
    guard let (host, port) = Self.split(authority), Self.isHost(host) else { throw .host(url) }
    self.host = String(host)
    self.isEncrypted = isEncrypted
    self.port = try port.map(Self.number) ?? (isEncrypted ? Self.encryptedPort : Self.plainPort)
  }

  /// The URL, always with its port.
  package var description: String {
    "\(isEncrypted ? "mqtts" : "mqtt")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }

  private static func scheme(of url: String) -> (isEncrypted: Bool, rest: Substring)? {
    for (scheme, isEncrypted) in [("mqtt://", false), ("mqtts://", true)]
    where url.prefix(scheme.count).lowercased() == scheme {
      return (isEncrypted, url.dropFirst(scheme.count))
    }
    return nil
  }

  /// The host without brackets, and the text after its colon.
  private static func split(_ authority: Substring) -> (host: Substring, port: Substring?)? {
    let host: Substring
    let rest: Substring
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = authority[..<end].dropFirst()
      rest = authority[end...].dropFirst()
      guard host.contains(":") else { return nil }
    } else {
      host = authority.prefix { $0 != ":" }
      rest = authority[host.endIndex...]
    }
    if rest.isEmpty { return (host, nil) }
    return rest.hasPrefix(":") ? (host, rest.dropFirst()) : nil
  }

  private static func number(_ port: Substring) throws(BrokerEndpointError) -> UInt16 {
    guard port.allSatisfy({ ("0"..."9").contains($0) }), let number = UInt16(port), number > 0 else {
      throw .port(String(port))
    }
    return number
  }

  /// Letters, digits and the marks of names and addresses: whether it exists is for the resolver to say.
  private static func isHost(_ host: Substring) -> Bool {
    !host.isEmpty && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._:%".contains($0)) }
  }
}
