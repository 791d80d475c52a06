/// A key that comes from elsewhere.
public struct ImportedKey: Sendable, Equatable {
  /// What it is called here.
  public let keyID: KeyID
  /// What its data is.
  public let algorithm: CryptoAlgorithm
  /// Its data, at most 64 KiB.
  public let data: [UInt8]
  /// Its attributes; nil keeps those the key has.
  public let attributes: Attributes?

  /// A key by its parts; whether they fit each other is found when it is imported.
  public init(keyID: KeyID, algorithm: CryptoAlgorithm, data: [UInt8], attributes: Attributes? = nil) {
    self.keyID = keyID
    self.algorithm = algorithm
    self.data = data
    self.attributes = attributes
  }
}

/// What an import of keys did, or would do.
public struct KeyImportReport: Sendable, Equatable {
  /// Keys that were not there.
  public internal(set) var created = 0
  /// Keys that were there, or deleted, and have the imported data now.
  public internal(set) var replaced = 0
  /// Keys that were there with the same data and attributes.
  public internal(set) var unchanged = 0
  /// Keys that are there with other data or attributes, or were deleted, and are left as they are.
  public internal(set) var left = BackupReport.NamedKeys()
  /// Keys in a conflict that somebody has to resolve first.
  public internal(set) var inConflict = BackupReport.NamedKeys()
}

/// Why keys were not imported: one of them cannot be.
public struct KeyImportError: Error, Equatable, CustomStringConvertible {
  /// Its place among the keys, from 0.
  public let position: Int
  /// What is wrong with it.
  public let reason: KeySyncError

  /// One sentence with the advice.
  public var description: String { "key \(position + 1): \(reason)" }
}
