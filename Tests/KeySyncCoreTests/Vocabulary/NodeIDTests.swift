import KeySyncCore
import KeySyncCrypto
import Testing

struct NodeIDTests {
  private struct Vector: Decodable {
    let publicKey: String
    let nodeId: String
    let seed: HexBytes
  }

  @Test func `every vector's seed is an identity with its peer id`() throws {
    for vector in try Vectors.load("identities", as: [Vector].self) {
      #expect(Identity(seed: vector.seed.bytes)?.nodeID.description == vector.nodeId)
    }
  }

  @Test func `every vector's key and peer id name each other`() throws {
    let vectors = try Vectors.load("identities", as: [Vector].self)
    #expect(!vectors.isEmpty)
    for vector in vectors {
      let bytes = try #require([UInt8](hex: vector.publicKey))
      let key = try #require(Bytes32(bytes))
      #expect(NodeID(publicKey: key).description == vector.nodeId)
      #expect(NodeID(vector.nodeId) == NodeID(publicKey: key))
    }
  }

  @Test(arguments: [UInt8.min, .max])
  func `the smallest and the largest key have peer ids of the same form`(byte: UInt8) throws {
    let node = NodeID(publicKey: try #require(Bytes32(Array(repeating: byte, count: 32))))
    #expect(node.description.hasPrefix("12D3KooW"))
    #expect(node.description.utf8.count == 52)
    #expect(NodeID(node.description) == node)
  }

  @Test(arguments: [
    "",
    "12D3KooW",
    "12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giXsX0",
    "12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giXs",
    "12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs ",
    " 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs",
    "112D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs",
    "12d3koowCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs",
    "12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSX0",
    "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
    "z12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs",
  ])
  func `anything but a canonical peer id is refused`(text: String) {
    #expect(NodeID(text) == nil)
  }

  @Test func `every other prefix or length is refused`() throws {
    let key = Array(repeating: UInt8(7), count: 32)
    let prefix: [UInt8] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20]
    #expect(NodeID(Base58.encode(prefix + key)) != nil)
    for index in prefix.indices {
      var wrong = prefix
      wrong[index] ^= 1
      #expect(NodeID(Base58.encode(wrong + key)) == nil)
    }
    #expect(NodeID(Base58.encode(prefix + key.dropLast())) == nil)
    #expect(NodeID(Base58.encode(prefix + key + [7])) == nil)
  }
}
