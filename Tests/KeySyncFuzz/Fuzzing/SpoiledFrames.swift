import KeySyncCore

/// Spoiled frames without end, the same for the same seed: spoiled after they were signed, before, or in a record inside.
package struct SpoiledFrames {
  private let samples: Samples
  private let small: [[UInt8]]
  private let record: [UInt8]
  private var generator: SeededGenerator

  /// Above, a frame costs as much as a hundred others, so it is drawn once for every hundred.
  private static let smallBytes = 4096

  /// - Throws: `Refusal`, which would be a mistake in the samples.
  package init(of samples: Samples, seed: UInt64) throws {
    self.samples = samples
    small = samples.frames.filter { $0.count < Self.smallBytes }
    record = try samples.change(1).record
    generator = SeededGenerator(seed: seed)
  }

  /// The next frame, and whether it was signed after it was spoiled.
  package mutating func next() -> (bytes: [UInt8], isSigned: Bool) {
    let sample = self.sample()
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return (signedRecord(), true)
    case 1: return (signedPayload(of: sample), true)
    default: return (spoiled(sample), false)
    }
  }

  private mutating func spoiled(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    Mutation.spoil(&bytes, other: sample(), using: &generator)
    return bytes
  }

  private mutating func sample() -> [UInt8] {
    let isAny = Int.random(in: 0..<100, using: &generator) == 0
    return (isAny ? samples.frames : small).randomElement(using: &generator) ?? []
  }

  private mutating func signedPayload(of sample: [UInt8]) -> [UInt8] {
    guard let envelope = try? Envelope(sample) else { return sample }
    return samples.signed(spoiled(Array(sample[envelope.payload])), as: envelope.type)
  }

  private mutating func signedRecord() -> [UInt8] {
    guard let envelope = try? Envelope(record) else { return record }
    let spoiled = samples.signed(spoiled(Array(record[envelope.payload])), as: .record)
    let message = SyncObject.message(.clear([Change(record: spoiled, data: nil)]))
    return message.signed(samples.header(of: .message), cluster: samples.cluster, by: samples.alice)
  }
}
