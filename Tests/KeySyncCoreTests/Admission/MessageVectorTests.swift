import KeySyncCore
import KeySyncCrypto
import Testing

/// Sync messages walk the whole inbound line.
struct MessageVectorTests {
  private let cast: Cast

  init() throws { cast = try Cast() }

  private struct File: Decodable {
    let valid: [Valid]
    let invalid: [Invalid]
    let changes: [OfChange]
  }

  struct Valid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let topic: String
    let retain: Bool
    let sender: String
    let receiver: String
    let cluster: String
    let now: Int64
    let timestamp: Int64
    let messageId: HexBytes
    let encoded: HexBytes
    let changes: [ChangeVector]

    var testDescription: String { name }
  }

  struct ChangeVector: Decodable, Sendable {
    let record: HexBytes
    let keyData: HexBytes?
    let salt: HexBytes?

    func change() throws -> Change {
      #expect((keyData == nil) == (salt == nil))
      guard let keyData, let salt else { return Change(record: record.bytes, data: nil) }
      return Change(record: record.bytes, data: KeyData(bytes: keyData.bytes, salt: try salt.bytes32()))
    }
  }

  struct Invalid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let topic: String
    let retain: Bool
    let receiver: String
    let cluster: String
    let now: Int64
    let encoded: HexBytes
    let refusal: RefusalWord

    var testDescription: String { name }
  }

  struct OfChange: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let sender: String
    let receiver: String
    let cluster: String
    let now: Int64
    let encoded: HexBytes
    let changeOutcome: RefusalWord

    var testDescription: String { name }
  }

  @Test(arguments: try Vectors.load("messages", as: File.self).valid)
  func `a valid message gives its changes`(vector: Valid) throws {
    let line = try line(to: vector.receiver, cluster: vector.cluster)
    let checked = try line.checked(
      vector.encoded.bytes,
      topic: vector.topic,
      isRetained: vector.retain,
      at: WallTime(milliseconds: vector.now)
    )
    #expect(
      checked.map { Change(record: $0.record.bytes, data: $0.data) } == (try vector.changes.map { try $0.change() })
    )
    #expect(checked.allSatisfy { $0.dataRefusal == nil })
  }

  @Test(arguments: try Vectors.load("messages", as: File.self).valid)
  func `a valid message encodes to the bytes it was decoded from`(vector: Valid) throws {
    let (header, object) = try SyncObject.decode(try Envelope(vector.encoded.bytes))
    #expect(header.messageID == MessageID(vector.messageId.bytes))
    #expect(header.timestamp.milliseconds == vector.timestamp)
    let cluster = try #require(ClusterName(vector.cluster))
    let signed = object.signed(header, cluster: cluster, by: try cast.identity(vector.sender))
    #expect(signed.hex == vector.encoded.bytes.hex)
  }

  @Test(arguments: try Vectors.load("messages", as: File.self).valid)
  func `a message in the clear is made of its changes`(vector: Valid) throws {
    let (header, object) = try SyncObject.decode(try Envelope(vector.encoded.bytes))
    guard case .message(.clear) = object else { return }
    let signed = SyncObject.message(.clear(try vector.changes.map { try $0.change() }))
      .signed(
        header,
        cluster: try #require(ClusterName(vector.cluster)),
        by: try cast.identity(vector.sender)
      )
    #expect(signed.hex == vector.encoded.bytes.hex)
  }

  @Test(arguments: try Vectors.load("messages", as: File.self).invalid)
  func `an invalid message is refused with its word`(vector: Invalid) throws {
    let line = try line(to: vector.receiver, cluster: vector.cluster)
    #expect(throws: vector.refusal.refusal) {
      try line.opened(
        vector.encoded.bytes,
        topic: vector.topic,
        isRetained: vector.retain,
        at: WallTime(milliseconds: vector.now)
      )
    }
  }

  @Test(arguments: try Vectors.load("messages", as: File.self).changes)
  func `a bad change in a good message has its own word`(vector: OfChange) throws {
    let now = WallTime(milliseconds: vector.now)
    let line = try line(to: vector.receiver, cluster: vector.cluster)
    let opened = try line.opened(vector.encoded.bytes, topic: try topic(of: vector, in: line), at: now)
    guard case .changes(let changes) = opened?.content, let change = changes.first, changes.count == 1 else {
      Issue.record("there is one change")
      return
    }
    let expected = vector.changeOutcome.refusal
    if [.commitmentMismatch, .keyMismatch].contains(expected) {
      let checked = try line.admission.checked(change, at: now)
      #expect(checked.dataRefusal == expected)
      #expect(checked.data == nil)
    } else if expected == .untrustedCreator {
      let record = try line.admission.checked(change, at: now).record
      #expect(!line.admission.trust.contains(record.creator))
      // It is refused on the way into the store, unless a record there names it: then it is void.
      var graph = RecordGraph()
      #expect(graph.merge(record, under: line.admission.trust) == [record.id])
      #expect(graph.standing(of: record.id) == .void(.notAuthorised))
    } else {
      #expect(throws: expected) { try line.admission.checked(change, at: now) }
    }
  }

  private func line(to receiver: String, cluster: String) throws -> InboundLine {
    try InboundLine(of: receiver, in: cast, cluster: try #require(ClusterName(cluster)))
  }

  /// The sender's topic of the partition that the change belongs to; any, where its record cannot be read.
  private func topic(of vector: OfChange, in line: InboundLine) throws -> String {
    let (_, object) = try SyncObject.decode(try Envelope(vector.encoded.bytes))
    guard case .message(.clear(let changes)) = object, let change = changes.first else { return "" }
    let cryptography = line.admission.cryptography
    let record = try? Record(change.record, cluster: line.admission.cluster, by: cryptography)
    let partition = record.map { Partition.of($0.fields.keyID, by: cryptography) } ?? Partition.allCases[0]
    return line.topics.sync(from: try cast.node(vector.sender), partition)
  }
}
