/// A topic of this node that the broker keeps closed to it, in the words of an access list: `write TOPIC` or `read TOPIC`.
struct ClosedRoad: Hashable, CustomStringConvertible {
  enum Direction: String, CaseIterable {
    /// The broker refused a publication.
    case write
    /// The broker took a publication and did not deliver it.
    case read
  }

  let direction: Direction
  let topic: String

  var description: String { "\(direction) \(topic)" }
}
