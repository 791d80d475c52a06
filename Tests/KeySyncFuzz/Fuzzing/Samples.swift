import KeySyncCore
import KeySyncCrypto

/// Frames of every type that alice may send to bob, small and as large as they get: what the spoiled ones are made from.
package struct Samples: Sendable {
  package let cluster: ClusterName
  package let alice: Identity
  package let bob: Identity
  package let topics: Topics
  /// The frames, all of them good.
  package private(set) var frames: [[UInt8]] = []
  private let cryptography = SodiumCryptography()

  /// When they are sent.
  package static let now = WallTime(milliseconds: 1_767_900_000_000)

  /// The same frames in every run.
  private static let foreseeable = Randomness.foreseeable { Array(repeating: 7, count: $0) }

  /// - Throws: `SealingError`, `Refusal`: what would be a mistake here.
  package init() throws {
    guard let cluster = ClusterName("prod"),
      let alice = Identity(seed: Array(repeating: 1, count: 32)),
      let bob = Identity(seed: Array(repeating: 2, count: 32))
    else { throw Refusal.malformed }
    (self.cluster, self.alice, self.bob, topics) = (cluster, alice, bob, Topics(cluster: cluster))
    for changes in try [[change(1)], (0..<8).map(change), (0..<Limits.changesPerMessage).map(change)] {
      add(.message(.clear(changes)))
      for recipients in [1, 100] { add(.message(.sealed(try sealed(changes, for: recipients)))) }
    }
    add(.message(.clear(Array(repeating: Change(record: [], data: nil), count: Limits.changesPerMessage))))
    for (entries, outcomes) in [(0, 0), (1, 1), (256, 1), (256, 256)] {
      let entry = Receipt.Entry(
        messageID: messageID,
        outcome: .applied,
        changes: Array(repeating: .conflict, count: outcomes)
      )
      add(.receipt(Receipt(entries: Array(repeating: entry, count: entries))))
    }
    for count in [1, Limits.idsPerFetch] {
      if let fetch = Fetch((0..<count).map { RecordID(cryptography.hash([UInt8($0)])) }) { add(.fetch(fetch)) }
    }
    for count in [0, 40, Limits.negentropyBytes] {
      add(
        .reconcile(
          Reconcile(session: Array(repeating: 3, count: 16), round: 0, negentropy: .init(repeating: 0x61, count: count))
        )
      )
    }
    add(.announcement(announcement))
  }

  /// The header that fits an object.
  package func header(of object: ObjectType) -> ObjectHeader {
    ObjectHeader(messageID: messageID, timestamp: Self.now, to: object == .announcement ? nil : bob.nodeID)
  }

  /// Signs as alice does.
  package func signed(_ payload: [UInt8], as type: ObjectType) -> [UInt8] {
    Envelope.sign(payload, as: type, cluster: cluster, by: alice)
  }

  /// A change with a record of its own.
  package func change(_ number: Int) throws -> Change {
    let data = KeyData(bytes: Array(repeating: 9, count: 16 * number % 512), salt: cryptography.hash([]))
    let fields = RecordFields(
      keyID: try keyID(number),
      version: 1,
      parents: [],
      operation: .create,
      lastModified: Self.now,
      content: KeyContent(algorithm: .opaque, publicKeyHash: nil, commitment: data.commitment(by: cryptography))
    )
    return Change(
      record: try Record(signing: fields, cluster: cluster, by: alice, with: cryptography).bytes,
      data: data
    )
  }

  private func keyID(_ number: Int) throws -> KeyID {
    guard let key = KeyID("payments/eu/key-\(number)") else { throw Refusal.malformed }
    return key
  }

  private mutating func add(_ object: SyncObject) {
    frames.append(object.signed(header(of: object.type), cluster: cluster, by: alice))
  }

  private func sealed(_ changes: [Change], for count: Int) throws -> SealedChanges {
    let strangers = (1..<count).compactMap { Identity(seed: Array(repeating: UInt8($0 + 2), count: 32))?.nodeID }
    return try Sealer(identity: alice, randomness: Self.foreseeable).seal(
      changes.encoded,
      additionalData: SealedChanges.additionalData(cluster: cluster, sender: alice.nodeID, messageID: messageID),
      for: [bob.nodeID] + strangers
    )
  }

  private var messageID: MessageID { .random(from: Self.foreseeable) }

  private var announcement: Announcement {
    Announcement(
      headCount: 3,
      fingerprint: Array(repeating: 4, count: Announcement.fingerprintBytes),
      policyHash: cryptography.hash([1]),
      software: "keysync",
      bootID: Array(repeating: 5, count: Announcement.bootIDBytes),
      trustHash: cryptography.hash([2]),
      highestVersion: 1
    )
  }
}
