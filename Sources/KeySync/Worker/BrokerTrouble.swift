import Glibc
import KeySyncBroker

/// What stands between the worker and its broker, each in one sentence with the advice: the words of the log.
struct BrokerTrouble: Sendable {
  private let broker: BrokerEndpoint
  private let userName: String?
  private let clientID: String

  init(_ options: ConnectionOptions) {
    broker = options.endpoint
    userName = options.access.credentials?.userName
    clientID = options.clientID
  }

  /// Why a connection ended or did not come about.
  func sentence(for end: ConnectionEnd) -> String {
    switch end {
    case .unreachable(let error): sentence(forUnreachable: error)
    case .insecure(let failure): sentence(for: failure)
    case .hungUp where broker.isEncrypted:
      "\(broker) hung up before it let us in; its log says why"
    case .hungUp:
      "\(broker) hung up before it let us in; if its port speaks TLS, 'broker.url' must begin with mqtts://"
    case .refused(let reason): sentence(forRefusal: reason)
    case .unanswered:
      "\(broker) takes the connection and says nothing; look at the broker, and at the port in 'broker.url'"
    case .lost(let error):
      "the connection to \(broker) broke (\(error.text)); it will be made again"
    case .unsteady:
      "the connection to \(broker) breaks again and again within seconds; look for a worker of this node on a copy of its home "
        + "(they share the client id '\(clientID)'), else at the broker's log"
    case .stalled:
      "\(broker) no longer acknowledges what we publish; the connection will be made again"
    case .dismissed(.sessionTakenOver):
      "another connection took over the client id '\(clientID)'; a worker of this node runs on a copy of its home: stop it there"
    case .dismissed(.serverShuttingDown): "\(broker) is shutting down; the connection will be made again"
    case .dismissed(let reason): "\(broker) ended the connection (\(reason)); its log says why"
    case .redelivery: "the connection to \(broker) was dropped, so that messages that were not committed come again"
    case .letGo: "the connection to \(broker) was dropped, as another worker of this node reads there now"
    case .stopped: "disconnected from \(broker)"
    }
  }

  /// Topics that were tried and found closed.
  func sentence(forClosed roads: [ClosedRoad]) -> String {
    "\(broker) keeps topics closed that this node needs; its access list must allow "
      + "\(user) to \(roads.map(\.description).joined(separator: ", to "))"
  }

  private var user: String { userName.map { "user '\($0)'" } ?? "anonymous clients" }

  private func sentence(forUnreachable error: MosquittoError) -> String {
    switch error.systemNumber {
    case _ where error.isLookup:
      "the host of \(broker) is not found (\(error.text)); look at 'broker.url' and at this machine's name service"
    case ECONNREFUSED: "nobody listens at \(broker); start the broker, or correct 'broker.url'"
    case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH:
      "there is no way to \(broker) (\(error.text)); look at 'broker.url' and at the network and firewalls on the way"
    default: "\(broker) is not reached (\(error)); look at 'broker.url' and the files named under 'broker'"
    }
  }

  private func sentence(forRefusal reason: ReasonCode) -> String {
    switch (reason, userName) {
    case (.notAuthorized, let name?), (.badUserNameOrPassword, let name?):
      "\(broker) does not accept user name '\(name)' with its password; look at 'broker.username', 'broker.password_file' and "
        + "the broker's list of passwords"
    case (.notAuthorized, nil), (.badUserNameOrPassword, nil):
      "\(broker) lets nobody in without a name; set 'broker.username' and 'broker.password_file'"
    case (.unsupportedProtocolVersion, _): "\(broker) does not speak MQTT 5; a broker that does is needed"
    default: "\(broker) refuses the connection (\(reason)); its log says why"
    }
  }

  private func sentence(for failure: TLSFailure) -> String {
    switch failure {
    case .untrusted:
      "the certificate of \(broker) is not vouched for by an authority we trust; 'broker.ca_file' must name the certificate of "
        + "the one that signed it"
    case .expired:
      "the certificate of \(broker) has expired; its operator must renew it, if this machine's clock is right"
    case .notYetValid:
      "the certificate of \(broker) is not valid yet; look at this machine's clock, then ask the broker's operator"
    case .wrongName:
      "the certificate of \(broker) is not made out to '\(broker.host)'; 'broker.url' must call the broker by a name in its "
        + "certificate"
    case .unacceptable(let why): "the certificate of \(broker) is not accepted (\(why)); ask the broker's operator"
    case .certificateRequired:
      "\(broker) demands a certificate; set 'broker.certificate_file' and 'broker.key_file'"
    case .certificateRefused(let why):
      "\(broker) does not accept our certificate (\(why)); 'broker.certificate_file' must be in date and signed by an authority "
        + "that the broker trusts"
    case .protocolVersion:
      "\(broker) offers no TLS that is safe; TLS 1.2 or newer must be enabled there"
    case .notTLS:
      "\(broker) does not speak TLS; if it is meant to be without, 'broker.url' must begin with mqtt://"
    case .unusableFile(let why):
      "a file for TLS cannot be used (\(why)); look at 'broker.ca_file', 'broker.certificate_file' and 'broker.key_file'"
    case .other(let why): "no TLS connection to \(broker) comes about (\(why)); the broker's log may say more"
    }
  }
}
