import Foundation
import KeySyncStore

/// The clock of the leases: it does not heed what the time of day is set to, and goes on while the machine is suspended.
struct LeaseClock: Sendable {
  let now: @Sendable () -> LeaseTime

  /// This machine's (CLOCK_BOOTTIME).
  static let system: LeaseClock = {
    let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    let boot = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    return LeaseClock {
      var time = timespec()
      unsafe clock_gettime(CLOCK_BOOTTIME, &time)
      return LeaseTime(boot: boot, milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
  }()
}
