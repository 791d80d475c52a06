/// Range-based set reconciliation by the Negentropy protocol, version 1 (https://github.com/hoytech/negentropy): two nodes
/// find what each lacks of the other's heads, at a cost that follows the difference (PROTOCOL section 8).
///
/// Neither side keeps state between messages, so the set may change meanwhile: make a value for each message, from the
/// index as it then is.
package struct Negentropy<Storage: NegentropyStorage>: Sendable {
  let storage: Storage
  let cryptography: any Cryptography
  let frameSizeLimit: Int?

  /// The least frame size limit of the reference.
  package static var leastFrameSizeLimit: Int { 4096 }

  /// No message will have more bytes than the limit, which must be at least 4096; without one a message may become as
  /// large as the set.
  package init(over storage: Storage, by cryptography: any Cryptography, frameSizeLimit: Int? = Limits.negentropyBytes)
  {
    precondition(frameSizeLimit.map { $0 >= Self.leastFrameSizeLimit } ?? true, "a frame has at least 4096 bytes")
    self.storage = storage
    self.cryptography = cryptography
    self.frameSizeLimit = frameSizeLimit
  }

  // MARK: Initiator

  /// The first message: sixteen fingerprints of parts of equal size, or all ids of a small set.
  package func initiate() -> [UInt8] {
    var turn = NegentropyTurn(of: self, as: .initiator)
    turn.split(0..<storage.count, upTo: .infinity)
    return turn.message
  }

  /// The first message of a full reconciliation: the parts are bounded at sixteen random places, so that sets with equal
  /// sums, however they came about, do not hide behind the same bounds for ever.
  package func initiate(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let bounds = 16
    guard storage.count > 2 * bounds else { return initiate() }
    var cuts: Set<Int> = []
    while cuts.count < bounds { cuts.insert(.random(in: 1..<storage.count, using: &generator)) }
    var turn = NegentropyTurn(of: self, as: .initiator)
    turn.cut(0..<storage.count, at: cuts.sorted(), upTo: .infinity)
    return turn.message
  }

  /// Takes an answer of the responder: what came out, and what to ask next. Throws `malformed`, or `unsupportedVersion`
  /// where the responder speaks no version 1.
  package func reconcile(_ answer: [UInt8]) throws(Refusal) -> NegentropyStep {
    var turn = NegentropyTurn(of: self, as: .initiator)
    turn.answer(try NegentropyReader.ranges(of: answer))
    return NegentropyStep(next: turn.isEmpty ? nil : turn.message, have: turn.have, need: turn.need)
  }

  // MARK: Responder

  /// The answer to a message of an initiator. One of another version is answered with this one's number alone. Throws
  /// `malformed`.
  package func respond(to message: [UInt8]) throws(Refusal) -> [UInt8] {
    var turn = NegentropyTurn(of: self, as: .responder)
    do {
      turn.answer(try NegentropyReader.ranges(of: message))
    } catch .unsupportedVersion {
      return turn.message
    }
    return turn.message
  }
}
