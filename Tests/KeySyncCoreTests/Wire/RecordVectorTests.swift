import KeySyncCore
import KeySyncCrypto
import Testing

struct RecordVectorTests {
  private let cast: Cast
  private let cryptography = SodiumCryptography()

  init() throws { cast = try Cast() }

  private struct File: Decodable {
    let valid: [RecordVector]
    let invalid: [InvalidVector]
  }

  struct InvalidVector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let cluster: String
    let note: String
    let encoded: HexBytes
    let refusal: RefusalWord

    var testDescription: String { "\(name): \(note)" }
  }

  @Test(arguments: try Vectors.load("records", as: File.self).valid)
  func `a valid record decodes to its fields and its id`(vector: RecordVector) throws {
    let cluster = try #require(ClusterName(vector.cluster))
    let record = try Record(vector.encoded.bytes, cluster: cluster, by: cryptography)
    #expect(record.fields == (try vector.fields()))
    #expect(record.creator == (try cast.node(vector.creator)))
    #expect(record.id == RecordID(try vector.recordId.bytes32()))
    #expect(record.bytes == vector.encoded.bytes)
  }

  @Test(arguments: try Vectors.load("records", as: File.self).valid)
  func `a record signed by the same creator has the same bytes`(vector: RecordVector) throws {
    let record = try Record(
      signing: try vector.fields(),
      cluster: try #require(ClusterName(vector.cluster)),
      by: try cast.identity(vector.creator),
      with: cryptography
    )
    #expect(record.bytes.hex == vector.encoded.bytes.hex)
  }

  @Test(arguments: try Vectors.load("records", as: File.self).valid)
  func `a valid record is verified`(vector: RecordVector) throws {
    let cluster = try #require(ClusterName(vector.cluster))
    let record = try Record(vector.encoded.bytes, cluster: cluster, by: cryptography)
    let admission = try cast.admission(at: "bob", cluster: cluster)
    #expect(try admission.verified(record, at: record.fields.lastModified).id == record.id)
  }

  @Test(arguments: try Vectors.load("records", as: File.self).valid)
  func `a record commits to its data under its salt and to nothing else`(vector: RecordVector) throws {
    let data = try vector.data()
    #expect(data?.commitment(by: cryptography) == (try vector.fields().content.commitment))
    guard var data else { return }
    data.bytes.append(0)
    #expect(data.commitment(by: cryptography) != (try vector.fields().content.commitment))
  }

  @Test(arguments: try Vectors.load("records", as: File.self).invalid)
  func `an invalid record is refused with its word`(vector: InvalidVector) throws {
    let cluster = try #require(ClusterName(vector.cluster))
    let admission = try cast.admission(at: "bob", cluster: cluster)
    #expect(throws: vector.refusal.refusal) {
      let record = try Record(vector.encoded.bytes, cluster: cluster, by: cryptography)
      _ = try admission.verified(record, at: WallTime(milliseconds: 1_767_900_000_000))
    }
  }
}
