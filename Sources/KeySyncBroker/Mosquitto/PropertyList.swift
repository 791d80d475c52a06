import CMosquitto

/// The owner of a list of MQTT 5 properties to send.
@safe
struct PropertyList: ~Copyable {
  private var first: OpaquePointer?

  init() { unsafe first = nil }

  deinit {
    var first = unsafe first
    unsafe mosquitto_property_free_all(&first)
  }

  /// Adds a text, which must hold no NUL.
  mutating func add(_ property: mqtt5_property, _ text: String) throws(MosquittoError) {
    try MosquittoError.check(unsafe mosquitto_property_add_string(&first, CInt(property.rawValue), text))
  }

  /// Adds a four byte integer.
  mutating func add(_ property: mqtt5_property, _ number: UInt32) throws(MosquittoError) {
    try MosquittoError.check(unsafe mosquitto_property_add_int32(&first, CInt(property.rawValue), number))
  }

  /// Lends the list to one call, which copies it.
  borrowing func lend<Result>(_ body: (OpaquePointer?) -> Result) -> Result { unsafe body(first) }
}
