/// Writes the ranges of one Negentropy V1 message, in ascending order.
struct NegentropyWriter {
  private(set) var bytes = [NegentropyReader.version]
  private var previousTime: UInt64 = 0

  mutating func skip(upTo upper: NegentropyBound) {
    begin(.skip, upTo: upper)
  }

  mutating func fingerprint(_ fingerprint: [UInt8], upTo upper: NegentropyBound) {
    begin(.fingerprint, upTo: upper)
    bytes += fingerprint
  }

  mutating func ids(_ ids: some Collection<RecordID>, upTo upper: NegentropyBound) {
    begin(.idList, upTo: upper)
    bytes.appendVarint(UInt64(ids.count))
    for id in ids { id.digest.append(to: &bytes) }
  }

  /// Takes back all behind so many bytes. Only the bound at infinity may be written afterwards.
  mutating func truncate(to count: Int) {
    bytes.removeSubrange(count...)
  }

  private mutating func begin(_ mode: NegentropyRange.Mode, upTo upper: NegentropyBound) {
    let position = upper.position
    bytes.appendVarint(position.timestamp == NegentropyBound.infiniteTime ? 0 : position.timestamp - previousTime + 1)
    previousTime = position.timestamp
    bytes.appendVarint(UInt64(upper.prefixLength))
    bytes += position.id.digest.bytes.prefix(upper.prefixLength)
    bytes.appendVarint(mode.rawValue)
  }
}
