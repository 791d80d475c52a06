import ArgumentParser
import CAllocations
import Dispatch
import Foundation
import KeySyncCore
import KeySyncFuzzing
import Synchronization

/// Sends spoiled frames down the inbound line and says what came of them.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keysync-fuzz",
    abstract: "Spoils frames and checks that the inbound line refuses them without a trap or a large allocation.",
    discussion: """
      Frames are spoiled by flipped bits, cuts, splices, noise, lies about lengths and deep nesting, half of them before \
      they are signed. Each must be refused or decode to exactly its bytes, none may pass for authentic that nobody signed, \
      and all that is allocated before anything is proved stays within twice the frame and a fixed part.

      Examples:
        swift run -c release keysync-fuzz --frames 1000000
        swift run -c release keysync-fuzz --write-corpus corpus
      """
  )

  @Option(help: "How many frames.")
  var frames = 1_000_000

  @Option(help: "The first seed; every 10,000 frames have one.")
  var seed: UInt64 = 1

  @Option(help: "Write the good frames and their payloads into this folder, for libFuzzer to begin with, and end.")
  var writeCorpus: String?

  /// Frames with one seed.
  private static let round = 10_000
  /// What may be allocated whatever the size of the frame: a change takes up to 400 bytes here and as few as 4 in the frame.
  private static let fixedBytes = Limits.changesPerMessage * 400

  func run() throws {
    let samples = try Samples()
    if let writeCorpus { return try Self.write(samples, to: URL(filePath: writeCorpus)) }
    let check = FrameCheck(samples)
    let tally = Mutex(Tally())
    let rounds = max(1, frames / Self.round)
    DispatchQueue.concurrentPerform(iterations: rounds) { round in
      let part = Result { try Self.tally(seed: seed + UInt64(round), samples, check) }
      tally.withLock { $0.add(part) }
    }
    let total = tally.withLock { $0 }
    total.print()
    guard total.violations.isEmpty else { throw ExitCode.failure }
  }

  private static func write(_ samples: Samples, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (number, frame) in samples.frames.enumerated() {
      let payload = try Envelope(frame).payload
      try Data(frame).write(to: folder.appending(path: "frame-\(number)"))
      try Data(frame[payload]).write(to: folder.appending(path: "payload-\(number)"))
    }
  }

  private static func tally(seed: UInt64, _ samples: Samples, _ check: FrameCheck) throws -> Tally {
    var tally = Tally()
    var frames = try SpoiledFrames(of: samples, seed: seed)
    for _ in 0..<round {
      let (frame, isSigned) = frames.next()
      allocations_begin()
      _ = try? check.received(frame)
      let peak = Int(allocations_peak())
      tally.add(frame, allocated: peak, check.outcome(of: frame, isSigned: isSigned))
      if peak > 2 * frame.count + fixedBytes { tally.add(violation: "allocates \(peak) bytes", by: frame) }
    }
    return tally
  }
}
