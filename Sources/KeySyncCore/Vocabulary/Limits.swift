/// Every bound of the protocol and of this node, each with its reason.
package enum Limits {
  /// A publication's size (PROTOCOL section 5): one bound for every object, found before anything is parsed.
  package static let messageBytes = 256 * 1024
  /// Key data (PROTOCOL section 5): four of them fit a message beside their records.
  package static let keyDataBytes = 64 * 1024
  /// Changes in one message (PROTOCOL section 5).
  package static let changesPerMessage = 256
  /// Recipients of one sealed message (PROTOCOL section 5).
  package static let recipients = 1024
  /// A trust list as text: a thousand nodes with about ten rules each.
  package static let trustListBytes = 1024 * 1024
  /// Entries of a recipient list tried under one hint (PROTOCOL section 5): a sender cannot make a receiver try them all.
  package static let hintsTried = 4
  /// Parents of one record (PROTOCOL section 4).
  package static let parents = 16
  /// Attributes of one record (PROTOCOL section 4).
  package static let attributes = 16
  /// A text attribute (PROTOCOL section 4).
  package static let attributeTextBytes = 1024
  /// The name of an attribute or algorithm (PROTOCOL section 4).
  package static let nameBytes = 64
  /// A key id (PROTOCOL section 2).
  package static let keyIDBytes = 255
  /// The largest version (PROTOCOL section 4): integers beyond it are not exact in JavaScript.
  package static let version: Int64 = (1 << 53) - 1
  /// Ids in one fetch, entries in one receipt (PROTOCOL section 8).
  package static let idsPerFetch = 256
  package static let entriesPerReceipt = 256
  /// A negentropy message (PROTOCOL section 8).
  package static let negentropyBytes = 64 * 1024
  /// The last round of a reconciliation (PROTOCOL section 8).
  package static let round: Int64 = 63
  /// How far a message's time may be from ours, either way (PROTOCOL section 6): 5 minutes.
  package static let freshness: Int64 = 300_000
  /// How long a message id is remembered beyond its timestamp (PROTOCOL section 6): twice the freshness.
  package static let replayMemory: Int64 = 600_000
  /// Message ids remembered of one sender: more than 1,000 messages a second for the quarter of an hour that an id may have to
  /// be kept, about 100 MiB on disk.
  package static let seenPerSender = 1_000_000
  /// Rows pruned in one transaction, so that pruning never holds up a batch for long.
  package static let rowsPrunedAtOnce = 1000
  /// Records of one sender that wait for their parents (PROTOCOL section 7.2).
  package static let waitingPerSender = 1024
  /// Ancestors of one sender's waiting records that wait themselves: a line of changes is fetched from its end back to where it
  /// is known, and must be held until then. About 30 MiB.
  package static let waitingAncestorsPerSender = 65_536
  /// Records remembered as refused for good, by this node and by each peer, so that they are not asked for or sent again.
  package static let refusedRecords = 16_384
  /// What is sent in answer to one fetch; the rest is to be asked for again.
  package static let fetchAnswerBytes = 1024 * 1024
  /// Changes of heads kept for the index to follow: more are made up for by reading all heads.
  package static let headChanges = 100_000
  /// Nesting of CBOR: the deepest object of the protocol nests five deep.
  package static let nesting = 8
  /// What is kept of a refused frame's topic: those of the protocol have under 300 characters.
  package static let topicCharactersKept = 512
  /// What is kept of a refused frame that cannot be read: enough for its headers, too little for key data.
  package static let unreadableBytesKept = 128
  /// Refused frames kept, of known senders and of unknown ones each, so that strangers cannot push out what peers sent.
  package static let deadLetters = 500
  /// Their bytes, likewise: at most this much disk for each.
  package static let deadLetterBytes = 16 * 1024 * 1024
  /// What is kept of a peer's name for its software: a peer chose it.
  package static let softwareCharacters = 64
  /// Changes in the outbound queue unless configured otherwise: a write beyond it is refused, never dropped.
  package static let outboxChanges = 1000
  /// How often a change is sent that some peer does not confirm: the broadcast and three tries by inbox. What that does not bring
  /// over, reconciliation does.
  package static let sendings = 4
  /// Changes shown as left to reconciliation: ten full queues. The list is for people; nothing is lost with its end.
  package static let changesGivenUp = 10_000
}
