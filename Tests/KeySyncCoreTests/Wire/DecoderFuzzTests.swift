import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

/// Spoiled frames: none traps, what still decodes is canonical, and none but an original is authentic.
struct DecoderFuzzTests {
  private static let rounds = 8
  private static let framesPerRound = 10_000
  /// One vector is a hundred times as large as the others and would cost as much.
  private static let sampleBytes = 2048

  private let cluster: ClusterName
  private let samples: [[UInt8]]
  private let cryptography = SodiumCryptography()

  private struct Sample: Decodable { let encoded: HexBytes }
  private struct History: Decodable { let records: [Sample] }

  init() throws {
    cluster = try #require(ClusterName("prod"))
    let groups = try ["records", "messages"].flatMap {
      try Vectors.load($0, as: [String: [Sample]].self).values.joined()
    }
    let histories = try Vectors.load("merge", as: [History].self).flatMap(\.records)
    let all = try groups + histories + Vectors.load("objects", as: [Sample].self)
    let bytes = all.map(\.encoded.bytes).filter { $0.count < Self.sampleBytes }
    samples = bytes.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(samples.count > 150)
  }

  @Test(arguments: 0..<rounds)
  func `no spoiled frame traps, decodes to other bytes or passes for authentic`(round: Int) throws {
    var generator = SeededGenerator(seed: UInt64(round))
    let originals = Set(samples)
    var decoded = 0
    for _ in 0..<Self.framesPerRound {
      let frame = spoiledFrame(using: &generator)
      guard let (envelope, encodedAgain) = decode(frame) else { continue }
      decoded += 1
      #expect(encodedAgain == frame)
      guard !originals.contains(frame) else { continue }
      #expect(!envelope.isAuthentic(cluster: cluster, by: cryptography))
    }
    #expect(decoded > Self.framesPerRound / 20, "the frames are spoiled too much to test anything")
  }

  private func spoiledFrame(using generator: inout SeededGenerator) -> [UInt8] {
    var frame = samples.randomElement(using: &generator) ?? []
    let other = samples.randomElement(using: &generator) ?? []
    Mutation.spoil(&frame, other: other, using: &generator)
    return frame
  }

  /// What decodes, encoded again with the signature that it came with.
  private func decode(_ frame: [UInt8]) -> (Envelope, encodedAgain: [UInt8])? {
    guard let envelope = try? Envelope(frame) else { return nil }
    let parrot = Parrot(nodeID: envelope.signer, signature: envelope.signature)
    if envelope.type == .record {
      guard let record = try? Record(frame, cluster: cluster, by: cryptography) else { return nil }
      let again = try? Record(signing: record.fields, cluster: cluster, by: parrot, with: cryptography)
      return (envelope, again?.bytes ?? [])
    }
    guard let (header, object) = try? SyncObject.decode(envelope) else { return nil }
    return (envelope, object.signed(header, cluster: cluster, by: parrot))
  }

  /// Repeats a signature whatever is to be signed.
  private struct Parrot: Signer {
    let nodeID: NodeID
    let signature: Signature

    func sign(_ bytes: [UInt8]) -> Signature { signature }
  }
}
