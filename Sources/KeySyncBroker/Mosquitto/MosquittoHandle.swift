import CMosquitto

/// The owner of one `struct mosquitto` for one connection, used by one thread.
///
/// Its end closes the socket and throws away whatever the library has not written, acknowledgements too.
/// The library is told that it is threaded, so that only `write` writes to the socket (measured on 2.0.11: otherwise an
/// acknowledgement leaves before the callback of its message).
@safe
struct MosquittoHandle: ~Copyable {
  /// What the callbacks bring; the handle keeps it alive for them.
  let arrivals: Arrivals
  private let mosquitto: OpaquePointer

  init(_ options: ConnectionOptions) throws(MosquittoError) {
    try Self.library.get()
    let arrivals = Arrivals()
    let object = unsafe Unmanaged.passUnretained(arrivals).toOpaque()
    guard let mosquitto = unsafe mosquitto_new(options.clientID, options.startsClean, object) else {
      throw MosquittoError(MOSQ_ERR_ERRNO)
    }
    self.arrivals = arrivals
    unsafe self.mosquitto = unsafe mosquitto
    setCallbacks()
  }

  deinit { unsafe mosquitto_destroy(mosquitto) }

  /// Connects the socket and queues CONNECT. Blocks for the look-up of the name and for the system's connect time-out,
  /// about two minutes for an address that does not answer.
  func connect(_ options: ConnectionOptions) throws(MosquittoError) {
    try configure(options)
    var properties = PropertyList()
    try properties.add(MQTT_PROP_SESSION_EXPIRY_INTERVAL, options.sessionExpirySeconds)
    let port = CInt(options.endpoint.port)
    let keepalive = CInt(options.keepaliveSeconds)
    let result = unsafe properties.lend { properties in
      unsafe mosquitto_connect_bind_v5(mosquitto, options.endpoint.host, port, keepalive, nil, properties)
    }
    try MosquittoError.check(result)
  }

  /// The socket to poll, -1 once the connection has ended.
  var socket: CInt { unsafe mosquitto_socket(mosquitto) }

  /// Whether something waits for the socket to become writable.
  var wantsWrite: Bool { unsafe mosquitto_want_write(mosquitto) }

  /// Reads what one packet needs, and calls back if it is complete. Over TLS: what is already decrypted.
  func read() throws(MosquittoError) { try MosquittoError.check(unsafe mosquitto_loop_read(mosquitto, 1)) }

  /// Writes what is queued, as far as the socket takes it.
  func write() throws(MosquittoError) { try MosquittoError.check(unsafe mosquitto_loop_write(mosquitto, 1)) }

  /// Pings, and notices a broker that no longer answers; to be called about every second.
  func keepAlive() throws(MosquittoError) { try MosquittoError.check(unsafe mosquitto_loop_misc(mosquitto)) }

  /// Queues SUBSCRIBE for one filter and gives the packet's number.
  func subscribe(_ subscription: Subscription) throws(MosquittoError) -> CInt {
    var packet: CInt = 0
    let qos = CInt(subscription.qos.rawValue)
    try MosquittoError.check(
      unsafe mosquitto_subscribe_v5(mosquitto, &packet, subscription.filter, qos, 0, nil)
    )
    return packet
  }

  /// Queues PUBLISH and gives the packet's number.
  func publish(_ publication: Publication) throws(MosquittoError) -> CInt {
    var properties = PropertyList()
    if let type = publication.contentType { try properties.add(MQTT_PROP_CONTENT_TYPE, type) }
    if let expiry = publication.expirySeconds { try properties.add(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, expiry) }
    let qos = CInt(publication.qos.rawValue)
    var packet: CInt = 0
    let result = unsafe publication.payload.withUnsafeBytes { payload in
      unsafe properties.lend { properties in
        let (start, count) = (payload.baseAddress, CInt(clamping: payload.count))
        return unsafe mosquitto_publish_v5(
          mosquitto,
          &packet,
          publication.topic,
          count,
          start,
          qos,
          publication.isRetained,
          properties
        )
      }
    }
    try MosquittoError.check(result)
    return packet
  }

  /// Queues DISCONNECT; the connection ends when it is written, and the broker publishes no will.
  func disconnect() throws(MosquittoError) {
    try MosquittoError.check(unsafe mosquitto_disconnect_v5(mosquitto, 0, nil))
  }

  private static let library = Result { () throws(MosquittoError) in try MosquittoError.check(mosquitto_lib_init()) }

  /// The callbacks only copy.
  private func setCallbacks() {
    unsafe mosquitto_connect_v5_callback_set(mosquitto) { mosquitto, object, reason, flags, properties in
      // What the log says of errors is wanted until there is a connection; later it would write a line for each packet.
      if reason == 0 { unsafe mosquitto_log_callback_set(mosquitto, nil) }
      unsafe Arrivals.at(object)?.connectAnswered(reason, flags: flags, properties: properties)
    }
    unsafe mosquitto_message_v5_callback_set(mosquitto) { _, object, message, _ in
      guard let message = unsafe message?.pointee else { return }
      unsafe Arrivals.at(object)?.delivered(message)
    }
    unsafe mosquitto_publish_v5_callback_set(mosquitto) { _, object, packet, reason, _ in
      unsafe Arrivals.at(object)?.publishAcknowledged(packet, reason)
    }
    unsafe mosquitto_subscribe_v5_callback_set(mosquitto) { _, object, packet, count, granted, _ in
      guard count == 1, let granted = unsafe granted?.pointee else { return }
      unsafe Arrivals.at(object)?.subscribeAcknowledged(packet, granted)
    }
    unsafe mosquitto_disconnect_v5_callback_set(mosquitto) { _, object, reason, _ in
      unsafe Arrivals.at(object)?.disconnected(reason)
    }
    unsafe mosquitto_log_callback_set(mosquitto) { mosquitto, object, level, line in
      guard level == MOSQ_LOG_ERR, let mosquitto = unsafe mosquitto, let line = unsafe line else { return }
      let result = unsafe OpenSSL.verifyResult(of: mosquitto)
      unsafe Arrivals.at(object)?.errorLogged(String(cString: line), verifyResult: result)
    }
  }
}

// What is set before connecting.
extension MosquittoHandle {
  private func configure(_ options: ConnectionOptions) throws(MosquittoError) {
    try set(MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5)
    try set(MOSQ_OPT_TCP_NODELAY, 1)
    try set(MOSQ_OPT_RECEIVE_MAXIMUM, CInt(options.receiveMaximum))
    // The publisher keeps to the broker's bound itself; the library must not queue behind its own.
    try set(MOSQ_OPT_SEND_MAXIMUM, CInt(UInt16.max))
    try MosquittoError.check(unsafe mosquitto_threaded_set(mosquitto, true))
    if let will = options.will { try set(will) }
    if let credentials = options.access.credentials { try set(credentials) }
    if options.endpoint.isEncrypted { try set(options.access.tls) }
  }

  private func set(_ option: mosq_opt_t, _ value: CInt) throws(MosquittoError) {
    try MosquittoError.check(unsafe mosquitto_int_option(mosquitto, option, value))
  }

  private func set(_ will: LastWill) throws(MosquittoError) {
    let result = unsafe will.payload.withUnsafeBytes { payload in
      unsafe mosquitto_will_set_v5(
        mosquitto,
        will.topic,
        CInt(clamping: payload.count),
        payload.baseAddress,
        CInt(will.qos.rawValue),
        will.isRetained,
        nil
      )
    }
    try MosquittoError.check(result)
  }

  private func set(_ credentials: BrokerCredentials) throws(MosquittoError) {
    try MosquittoError.check(
      unsafe mosquitto_username_pw_set(mosquitto, credentials.userName, credentials.password)
    )
  }

  /// TLS 1.2 and above; the broker's certificate and name are verified, which is the library's default.
  private func set(_ tls: BrokerTLS) throws(MosquittoError) {
    let authorities = tls.authorityFile == nil ? BrokerTLS.systemAuthorities : nil
    let (certificate, key) = (tls.client?.certificateFile, tls.client?.keyFile)
    try MosquittoError.check(
      unsafe mosquitto_tls_set(mosquitto, tls.authorityFile, authorities, certificate, key, nil)
    )
    let verifyPeer: CInt = 1
    try MosquittoError.check(unsafe mosquitto_tls_opts_set(mosquitto, verifyPeer, "tlsv1.2", nil))
  }
}
