/// The broker took a publication (PUBACK below 0x80), or, at most once, it was written to the connection.
/// It never means that the publication is on a disk or reached anybody.
package struct PublishAcknowledgement: Sendable, Equatable {
  /// 0x00, or 0x10 when nobody has subscribed to the topic (a hint: brokers need not say it).
  package let reason: ReasonCode

  package init(reason: ReasonCode) { self.reason = reason }
}
