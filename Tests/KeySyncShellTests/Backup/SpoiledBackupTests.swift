import KeySync
import KeySyncCore
import KeySyncCrypto
import Testing

/// Backups that somebody has changed, cut, or made for another place. None of them changes anything.
struct SpoiledBackupTests {
  private let clock = TestClock()
  private let a, b: TestNode
  private let good: [UInt8]
  private let headerCount = 68

  init() throws {
    a = try TestNode("alice", clock: clock)
    b = try TestNode("bob", clock: clock)
    try a.befriend(b)
    for key in 0..<6 { try a.put("k/\(key)", [UInt8](repeating: 7, count: 60_000)) }
    good = try BackupFile.bytes(of: a)
  }

  @Test func `the wrong passphrase opens nothing`() throws {
    #expect(throws: BackupError.wrongPassphrase) {
      try BackupFile(good).verify(by: b, passphrase: "correct horse battery stable")
    }
  }

  @Test(arguments: [
    ([UInt8](), PassphraseError.empty), (Array("7 bytes".utf8), .tooShort),
    ([UInt8](repeating: 65, count: 1025), .tooLong),
  ])
  func `what is no passphrase is none`(bytes: [UInt8], error: PassphraseError) {
    #expect(throws: error) { try Passphrase(bytes) }
  }

  @Test func `a file that ends early is found out wherever it ends`() throws {
    let ends = Array(0..<headerCount + 30) + frames.map(\.lowerBound) + frames.map { $0.upperBound - 1 }
    for end in ends where end < good.count {
      #expect(throws: BackupError.self, "\(end)") { try BackupFile(Array(good.prefix(end))).merge(into: b) }
    }
    let last = try #require(frames.last)
    #expect(throws: BackupError.truncated(offset: last.lowerBound)) {
      try BackupFile(Array(good.prefix(last.lowerBound))).verify(by: b)
    }
    #expect(try b.state().isEmpty)
  }

  @Test func `one changed bit is found out wherever it is`() throws {
    var places = Array(0..<headerCount + 8) + stride(from: headerCount, to: good.count, by: 5003)
    for frame in frames { places += [frame.lowerBound, frame.lowerBound + 3, frame.lowerBound + 4] }
    places.append(good.count - 1)
    for place in places {
      // The memory that the header demands: a larger one would only take its time.
      guard !(20..<28).contains(place) else { continue }
      var spoiled = good
      spoiled[place] ^= 1
      #expect(throws: BackupError.self, "\(place)") { try BackupFile(spoiled).merge(into: b) }
    }
    #expect(try b.state().isEmpty)
  }

  @Test func `frames in another order, twice, left out, or from another backup are found out`() throws {
    let frames = frames.map { Array(good[$0]) }
    try #require(frames.count == 5)
    let header = Array(good.prefix(headerCount))
    let other = try BackupFile.bytes(of: a)
    let orders = [[0, 2, 1, 3, 4], [0, 1, 1, 2, 3, 4], [0, 1, 3, 4], [1, 2, 3, 4], [0, 1, 2, 4, 3], [4]]
    for order in orders {
      let spoiled = header + order.flatMap { frames[$0] }
      #expect(throws: BackupError.self, "\(order)") { try BackupFile(spoiled).merge(into: b) }
    }
    let mixed = header + Array(good[self.frames[0]]) + Array(other[self.frames[1].lowerBound...])
    #expect(throws: BackupError.damaged(offset: self.frames[1].lowerBound)) { try BackupFile(mixed).verify(by: b) }
    #expect(throws: BackupError.trailingBytes(offset: good.count)) { try BackupFile(good + [0]).verify(by: b) }
  }

  @Test func `a file cannot demand more than is spent on any`() throws {
    for (place, byte) in [(16, 0x01), (20, 0x80), (23, 0x10), (24, 0x80)] as [(Int, UInt8)] {
      var hostile = good
      hostile[place] = byte
      #expect { try BackupFile(hostile).verify(by: b) } throws: { error in
        if case .tooCostly = error as? BackupError { true } else { false }
      }
    }
    var newer = good
    newer[15] = UInt8(ascii: "2")
    #expect(throws: BackupError.unsupportedVersion) { try BackupFile(newer).verify(by: b) }
    let length = [0x00, 0x10, 0x00, 0x00] as [UInt8]
    #expect(throws: BackupError.self) {
      try BackupFile(Array(good.prefix(headerCount)) + length + good.dropFirst(headerCount + 4)).verify(by: b)
    }
  }

  @Test func `what is no backup is said to be none`() throws {
    let file = try BackupFile(Array("schema: keysync.export/1\n".utf8))
    #expect(throws: BackupError.notABackup(file.path)) { try file.verify(by: b) }
    let passphrase = try Passphrase(Array(BackupFile.passphrase.utf8))
    for path in ["/dev/null", "/"] {
      #expect(throws: BackupError.notAFile(path)) { try b.synchronizer.verifyBackup(at: path, passphrase: passphrase) }
    }
    #expect(throws: BackupError.unreadable("/nonexistent", reason: "No such file or directory")) {
      try b.synchronizer.verifyBackup(at: "/nonexistent", passphrase: passphrase)
    }
  }

  @Test func `a backup of another cluster is refused as such`() throws {
    let (other, file) = (try b.entering("test"), try BackupFile(good))
    #expect(throws: BackupError.otherCluster(a.cluster)) {
      try other.verifyBackup(
        at: file.path,
        passphrase: try Passphrase(Array(BackupFile.passphrase.utf8))
      )
    }
  }

  @Test func `a backup that is changed between verifying and merging is found out`() throws {
    let file = try BackupFile(good)
    let verified = try file.verify(by: b)
    var spoiled = good
    spoiled[good.count - 1] ^= 1
    try file.overwrite(spoiled)
    #expect(throws: BackupError.self) { try b.synchronizer.merge(verified) }
  }

  /// The places of the frames, each with its length.
  private var frames: [Range<Int>] {
    var (frames, start): ([Range<Int>], Int) = ([], headerCount)
    while start < good.count {
      let length = good[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      frames.append(start..<start + 4 + length)
      start += 4 + length
    }
    return frames
  }
}
