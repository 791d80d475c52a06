import CMosquitto

/// What the callbacks of one connection copied out of the library, until the connection's thread takes it.
final class Arrivals {
  /// The answer to CONNECT.
  struct ConnectAnswer {
    let reason: ReasonCode
    let isSessionPresent: Bool
    /// Publications the broker takes ahead of its acknowledgements (MQTT 5 section 3.2.2.3.3).
    let receiveMaximum: UInt16
  }

  /// An acknowledged request, by the packet's number.
  struct Acknowledgement {
    let packet: CInt
    let reason: ReasonCode
  }

  private(set) var deliveries: [Delivery] = []
  private(set) var payloadBytes = 0
  private var connectAnswer: ConnectAnswer?
  private var published: [Acknowledgement] = []
  private var subscribed: [Acknowledgement] = []
  /// The reason of the broker's own DISCONNECT.
  private(set) var dismissal: ReasonCode?
  /// The first thing that went wrong with TLS.
  private(set) var tlsFailure: TLSFailure?

  /// Whether reading should pause until the deliveries are handled.
  func fill(_ room: BatchRoom) -> Bool { deliveries.count >= room.deliveries || payloadBytes >= room.payloadBytes }

  func takeDeliveries() -> [Delivery] {
    payloadBytes = 0
    return Self.take(&deliveries)
  }

  func takeConnectAnswer() -> ConnectAnswer? {
    defer { connectAnswer = nil }
    return connectAnswer
  }

  func takePublished() -> [Acknowledgement] { Self.take(&published) }

  func takeSubscribed() -> [Acknowledgement] { Self.take(&subscribed) }

  private static func take<Item>(_ items: inout [Item]) -> [Item] {
    defer { items = [] }
    return items
  }
}

// The callbacks' side.
extension Arrivals {
  static func at(_ object: UnsafeMutableRawPointer?) -> Arrivals? {
    unsafe object.map { unsafe Unmanaged<Arrivals>.fromOpaque($0).takeUnretainedValue() }
  }

  func connectAnswered(_ reason: CInt, flags: CInt, properties: OpaquePointer?) {
    var receiveMaximum = UInt16.max
    _ = unsafe mosquitto_property_read_int16(
      properties,
      CInt(MQTT_PROP_RECEIVE_MAXIMUM.rawValue),
      &receiveMaximum,
      false
    )
    connectAnswer = ConnectAnswer(
      reason: ReasonCode(UInt8(truncatingIfNeeded: reason)),
      isSessionPresent: flags & 1 == 1,
      receiveMaximum: receiveMaximum
    )
  }

  func delivered(_ message: mosquitto_message) {
    let count = unsafe Int(message.payloadlen)
    let topic = unsafe message.topic.map { unsafe String(cString: $0) } ?? ""
    let payload = unsafe Array(UnsafeRawBufferPointer(start: message.payload, count: count))
    deliveries.append(Delivery(topic: topic, payload: payload, isRetained: unsafe message.retain))
    payloadBytes += count
  }

  func publishAcknowledged(_ packet: CInt, _ reason: CInt) {
    published.append(Acknowledgement(packet: packet, reason: ReasonCode(UInt8(truncatingIfNeeded: reason))))
  }

  /// One filter is asked for per packet, so one code answers it.
  func subscribeAcknowledged(_ packet: CInt, _ granted: CInt) {
    subscribed.append(Acknowledgement(packet: packet, reason: ReasonCode(UInt8(truncatingIfNeeded: granted))))
  }

  /// What the library logs as an error is about TLS.
  func errorLogged(_ line: String, verifyResult: Int?) {
    if tlsFailure == nil { tlsFailure = TLSFailure(logged: line, verifyResult: verifyResult) }
  }

  /// `reason` is one of the library's errors (below 0x80) or the reason code of the broker's DISCONNECT.
  func disconnected(_ reason: CInt) {
    if reason >= 0x80 { dismissal = ReasonCode(UInt8(truncatingIfNeeded: reason)) }
  }
}
