import KeySync
import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import Testing

/// Backups by somebody who knows the passphrase and writes what keysync does not.
struct ForgedBackupTests {
  private let clock = TestClock()
  private let a, b: TestNode

  init() throws {
    a = try TestNode("alice", clock: clock)
    b = try TestNode("bob", clock: clock)
    try a.befriend(b)
    try a.put("k", "1")
  }

  @Test func `are refused as a whole before anything is taken from them`() throws {
    let change = try change(of: "k")
    let text = Array(try a.synchronizer.exportedConfiguration(ownName: "alice").yaml.utf8)
    var (unsigned, swapped, resalted) = (change, change, change)
    unsigned.record[unsigned.record.count - 1] ^= 1
    swapped.data?.bytes = [9]
    resalted.data?.salt = a.id.publicKey
    let good = [BackupFrame.configuration(text), .changes([change], heads: [0]), .end(records: 1)]
    #expect(try forge(good).merge(into: b, rehearsing: true).new == 1)
    let cases: [([BackupFrame], BackupError)] = [
      (
        [good[0], .changes([change, unsigned], heads: []), .end(records: 2)],
        .badRecord(number: 2, .badRecordSignature)
      ),
      ([good[0], .changes([swapped], heads: []), .end(records: 1)], .badRecord(number: 1, .commitmentMismatch)),
      ([good[0], .changes([resalted], heads: []), .end(records: 1)], .badRecord(number: 1, .commitmentMismatch)),
      (
        [good[0], .changes([Change(record: [1], data: nil)], heads: []), .end(records: 1)],
        .badRecord(number: 1, .malformed)
      ),
      ([good[0], good[1], .end(records: 2)], .malformed("it holds 1 records and says 2")),
      ([good[0], good[1]], .malformed("its last frame is not its end")),
      ([good[0], good[2], good[1]], .malformed("it holds 0 records and says 1")),
      ([good[0], good[1], good[0]], .malformed("its configuration is too long, or not at its beginning")),
      ([.configuration([0xFF]), good[1], good[2]], .malformed("its configuration is no text")),
      ([good[1], good[2]], .malformed("its configuration: there is nothing in it")),
    ]
    for (frames, error) in cases {
      #expect(throws: error) { try forge(frames).merge(into: b) }
    }
    #expect(try b.state().isEmpty)
  }

  @Test func `with a frame that is none are refused`() throws {
    for bytes in [[], [0x80], [0x82, 0x03, 0x00], [0x83, 0x01, 0x80, 0x80], [0x82, 0x02, 0x00, 0x00]] as [[UInt8]] {
      #expect(throws: Refusal.malformed) { try BackupFrame(bytes) }
    }
    let change = try change(of: "k")
    for heads in [[1], [0, 0]] {
      let bytes = BackupFrame.changes([change], heads: heads).encoded
      #expect(throws: Refusal.malformed) { try BackupFrame(bytes) }
    }
    let frame = BackupFrame.changes([change], heads: [0])
    #expect(try BackupFrame(frame.encoded) == frame)
  }

  private func change(of key: String) throws -> Change {
    let synchronizer = a.synchronizer
    return try synchronizer.node.store.read(synchronizer.handle) { transaction in
      let row = try transaction.key(try keyID(key))
      let record = try #require(row).winner
      let commitment = try #require(record.fields.content.commitment)
      let served = try transaction.servedData(of: record)
      let sealed = try #require(served)
      return Change(record: record.bytes, data: try synchronizer.unseal(sealed, of: try keyID(key), commitment))
    }
  }

  private func forge(_ frames: [BackupFrame]) throws -> BackupFile {
    var bytes: [UInt8] = []
    let passphrase = try Passphrase(Array(BackupFile.passphrase.utf8))
    var writer = try BackupWriter(passphrase: passphrase, cost: .least, randomness: .system)
    for (index, frame) in frames.enumerated() {
      try writer.append(frame, isLast: index == frames.count - 1) { bytes += $0 }
    }
    return try BackupFile(bytes)
  }
}
