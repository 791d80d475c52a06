/// What one side says of the items from the previous range's bound, inclusive, to this one's, exclusive (Negentropy V1,
/// "Range").
struct NegentropyRange: Equatable, Sendable {
  let upper: NegentropyBound
  let content: Content

  enum Content: Equatable, Sendable {
    /// Nothing more to be said.
    case skip
    /// 16 bytes over all items that the sender has here.
    case fingerprint([UInt8])
    /// The ids of all items that the sender has here.
    case ids([RecordID])
  }

  /// How the content is announced on the wire.
  enum Mode: UInt64 {
    case skip, fingerprint, idList
  }
}
