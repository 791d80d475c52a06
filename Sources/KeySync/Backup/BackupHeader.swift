import KeySyncCrypto

/// What a backup begins with, in the clear: how its key is made of the passphrase, and where its stream begins. The first frame
/// is bound to it.
struct BackupHeader {
  let cost: PassphraseCost
  let salt: [UInt8]
  /// The header of the stream.
  let stream: [UInt8]

  /// `keysync backup `, and one character for the version.
  static let label = Array("keysync backup ".utf8)
  private static let version = UInt8(ascii: "1")
  private static let costBytes = 4 + 8
  /// The number of bytes of all.
  static let count = label.count + 1 + costBytes + GuardedBytes.passphraseSaltCount + SecretStream.headerCount

  init(cost: PassphraseCost, salt: [UInt8], stream: [UInt8]) {
    (self.cost, self.salt, self.stream) = (cost, salt, stream)
  }

  var bytes: [UInt8] {
    Self.label + [Self.version] + UInt64(cost.passes).bigEndianBytes.suffix(4) + cost.memory.bigEndianBytes
      + salt + stream
  }

  /// - Parameters:
  ///   - bytes: as many as `count`, or fewer where there are no more.
  ///   - path: what they are called in errors.
  init(_ bytes: [UInt8], path: String) throws(BackupError) {
    guard bytes.starts(with: Self.label), bytes.count > Self.label.count else { throw .notABackup(path) }
    guard bytes[Self.label.count] == Self.version else { throw .unsupportedVersion }
    guard bytes.count == Self.count else { throw .truncated(offset: bytes.count) }
    var rest = bytes.dropFirst(Self.label.count + 1)
    func take(_ count: Int) -> [UInt8] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let passes = UInt32(take(4).reduce(0) { $0 << 8 | UInt64($1) })
    let memory = take(8).reduce(0) { $0 << 8 | UInt64($1) }
    cost = PassphraseCost(passes: passes, memory: memory)
    guard cost.isBearable else { throw .tooCostly(passes: passes, memory: memory) }
    salt = take(GuardedBytes.passphraseSaltCount)
    stream = take(SecretStream.headerCount)
  }
}

extension Passphrase {
  /// The key of a backup.
  func key(salt: [UInt8], cost: PassphraseCost) throws(BackupError) -> GuardedBytes {
    do {
      return try GuardedBytes(passphrase: bytes, salt: salt, cost: cost)
    } catch { throw .noMemory(bytes: cost.memory) }
  }
}

extension KeySynchronizer {
  /// How many bytes of a file tell whether it is a backup.
  public static let backupLabelBytes = BackupHeader.label.count

  /// Whether a file that begins like this is a backup, of whatever version.
  public static func isBackup(_ beginning: some Collection<UInt8>) -> Bool {
    beginning.starts(with: BackupHeader.label)
  }
}
