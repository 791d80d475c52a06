/// The bounds of exported configurations and backups.
extension Limits {
  /// The plaintext of one frame of a backup: the largest change has a record of under 40 KiB beside its 64 KiB of data.
  package static let backupFrameBytes = 256 * 1024
  /// What a frame is filled up to before the next one is begun, so that any change fits behind it.
  package static let backupFrameFill = 128 * 1024
  /// An exported configuration as text: a trust list of the largest size, and settings as long.
  package static let configurationBytes = 2 * trustListBytes
  /// A passphrase: shorter ones are guessed.
  package static let passphraseBytes = 8...1024
  /// What turning a passphrase into a key may cost at most, whatever a file demands: libsodium's SENSITIVE is 1 GiB and 4.
  package static let passphraseMemory = 1 << 30
  package static let passphrasePasses = 8
  /// Changes that are merged at once: what a message may carry at most.
  package static let changesMergedAtOnce = changesPerMessage
  /// Void records of one key that are offered again once what names them is there.
  package static let recordsOfferedAgain = 1024
  /// Keys that a report names of each kind; the rest is counted.
  package static let keysNamed = 1000
  /// Creators that a report tells apart: as many as a trust list can hold.
  package static let creatorsNamed = recipients + 1
}
