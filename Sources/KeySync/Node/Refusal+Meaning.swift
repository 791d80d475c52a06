extension Refusal {
  /// What has happened, in one sentence.
  public var meaning: String { explanation.meaning }

  /// What to do about it.
  public var advice: String { explanation.advice }

  /// One line of the table of refusals for each word.
  private var explanation: (meaning: String, advice: String) {
    switch self {
    case .malformed:
      (
        "not in the form of the protocol",
        "once: somebody tries things on the broker. Often: a peer with faulty software; compare versions"
      )
    case .tooLarge:
      (
        "a message above 256 KiB, or key data above 64 KiB",
        "as for `malformed`; keysync itself does not send such messages"
      )
    case .unsupportedVersion:
      ("a protocol version that is not spoken here", "bring this node's software up to date")
    case .notTrusted:
      (
        "the sender is no trusted peer of this node",
        "if it should be one: `keysync peer add` here. It is sent again by itself"
      )
    case .stale:
      (
        "more than five minutes old when it came",
        "compare clocks; after a stay away some are normal, and are sent anew"
      )
    case .fromFuture:
      ("more than five minutes ahead of this node's clock", "set the clocks; it is sent again")
    case .duplicate:
      ("this message was processed before", "nothing; normal after a connection broke")
    case .badSignature:
      (
        "the message was not signed by its sender for this cluster",
        "if it grows, somebody forges: look who may publish on the broker"
      )
    case .cannotDecrypt:
      (
        "nothing in it is sealed to this node, or it was altered",
        "have the sender trust this node: `keysync peer add` there"
      )
    case .wrongTopic:
      (
        "it came on a topic that it does not belong on, or as a retained message",
        "look who may publish on the broker, and whether a bridge rewrites topics or retains"
      )
    case .badRecord:
      ("the record breaks a rule of the protocol", "faulty software at its creator; compare versions")
    case .untrustedCreator:
      (
        "whoever made the change is not trusted here, though the sender is",
        "trust the creator here too, then have the key put again there"
      )
    case .notAuthorised:
      (
        "the creator was not permitted to make this change",
        "change its rules (`keysync peer set`), or find out why it tried"
      )
    case .badRecordSignature:
      (
        "the record was not signed by its creator for this cluster",
        "a peer passes on forged records: do not trust it"
      )
    case .keyMismatch:
      (
        "the data is not what algorithm and public key say; the record was taken, the data was not",
        "put the key again at its creator"
      )
    case .commitmentMismatch:
      (
        "the data is not what the record commits to; the record was taken, the data was not",
        "put the key again at its creator; if it comes from one peer only, do not trust that one"
      )
    case .waiting:
      (
        "the change before this one has not come yet; it is being fetched",
        "nothing; if it lasts, have whoever holds the missing change run"
      )
    case .busy:
      (
        "a bound is reached: a million message ids of a sender, or 1,024 waiting records",
        "nothing; if it lasts, that peer floods: look at it"
      )
    }
  }
}
