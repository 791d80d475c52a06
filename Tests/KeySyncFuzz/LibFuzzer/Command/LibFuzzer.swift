import CLibFuzzer
import KeySyncCore
import KeySyncFuzzing

/// Lets libFuzzer look for frames on which the inbound line traps, hangs or is wrong; arguments are libFuzzer's.
@main
enum LibFuzzer {
  private static let samples = Result { try Samples() }
  private static let check = Result { FrameCheck(try samples.get()) }

  static func main() throws {
    _ = try check.get()
    var (count, arguments) = unsafe (CommandLine.argc, CommandLine.unsafeArgv)
    unsafe withUnsafeMutablePointer(to: &arguments) { arguments in
      _ = unsafe arguments.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1)
      {
        unsafe LLVMFuzzerRunDriver(&count, $0) { bytes, count in
          LibFuzzer.test(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
          return 0
        }
      }
    }
  }

  /// The input as a frame that nobody signed, and as the payload of each type of object that a trusted peer signed.
  private static func test(_ bytes: [UInt8]) {
    guard case .success(let samples) = samples, case .success(let check) = check else { return }
    expectRight(check.outcome(of: bytes, isSigned: false))
    for type in ObjectType.allCases { expectRight(check.outcome(of: samples.signed(bytes, as: type), isSigned: true)) }
  }

  private static func expectRight(_ outcome: FrameCheck.Outcome) {
    if case .violation(let text) = outcome { preconditionFailure(text) }
  }
}
