import KeySyncCore
import Testing

struct BLAKE3Tests {
  private struct Vector: Decodable {
    let length: Int
    let hash: String
  }

  @Test func `every vector's input has its hash`() throws {
    let vectors = try Vectors.load("blake3", as: File.self).hashes
    #expect(vectors.contains { $0.length == 0 } && vectors.contains { $0.length > 64 * 1024 })
    for vector in vectors {
      let input = (0..<vector.length).map { UInt8($0 % 251) }
      #expect(BLAKE3.hash(input).description == vector.hash, "\(vector.length) bytes")
    }
  }

  @Test func `a zero more is another hash`() {
    #expect(BLAKE3.hash([]) != BLAKE3.hash([0]))
    #expect(BLAKE3.hash(Array(repeating: 0, count: 64)) != BLAKE3.hash(Array(repeating: 0, count: 65)))
    #expect(BLAKE3.hash(Array(repeating: 0, count: 1024)) != BLAKE3.hash(Array(repeating: 0, count: 1025)))
  }

  private struct File: Decodable { let hashes: [Vector] }
}
