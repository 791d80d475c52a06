/// Why a text is not the URL of a broker, with advice.
package enum BrokerEndpointError: Error, Hashable, CustomStringConvertible {
  case scheme(String)
  case userInformation
  case path(String)
  case host(String)
  case port(String)

  package var description: String {
    switch self {
    case .scheme(let url):
      "\"\(url)\" does not begin with mqtt:// or mqtts://. Write for example mqtt://localhost or mqtts://broker.example:8883."
    case .userInformation:
      "A broker URL must not hold a user name or password: URLs end up in logs. Give them in the settings of the broker."
    case .path(let url): "\"\(url)\" has something after host and port. Write only mqtt://host:port."
    case .host(let url):
      "\"\(url)\" names no host. Write mqtt://host:port, an IPv6 address in brackets: mqtt://[::1]:1883."
    case .port(let port): "\"\(port)\" is not a port. A port is a number from 1 to 65535."
    }
  }
}
