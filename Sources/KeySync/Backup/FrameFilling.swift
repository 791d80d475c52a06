/// Gathers changes for the next frame of a backup. Frames end between keys where that can be had, as all of a key is merged in one
/// transaction.
struct FrameFilling {
  private var changes: [Change] = []
  private var heads: [Int] = []
  private var byteCount = 0
  private var lastKey: KeyID?
  /// Whether the frame begins in the middle of a key.
  private var goesOn = false
  /// How many keys there were.
  private(set) var keys = 0

  /// The frame that has to be written before a change is added; nil where there is room for it.
  mutating func frame(before change: Change, of key: KeyID) -> BackupFrame? {
    let isSameKey = key == lastKey
    let isFull = changes.count == Limits.changesMergedAtOnce || byteCount >= Limits.backupFrameFill
    let isHalfFull = 2 * changes.count >= Limits.changesMergedAtOnce || 2 * byteCount >= Limits.backupFrameFill
    guard isFull || (!isSameKey && (isHalfFull || goesOn)) else { return nil }
    defer { goesOn = isSameKey }
    return frame()
  }

  /// The frame of what was added since the last one; nil where nothing was.
  mutating func frame() -> BackupFrame? {
    guard !changes.isEmpty else { return nil }
    defer { (changes, heads, byteCount) = ([], [], 0) }
    return .changes(changes, heads: heads)
  }

  mutating func add(_ change: Change, of key: KeyID, isHead: Bool) {
    if isHead { heads.append(changes.count) }
    changes.append(change)
    byteCount += change.record.count + (change.data?.bytes.count ?? 0)
    if key != lastKey { keys += 1 }
    lastKey = key
  }
}
