import Foundation
import KeySyncCrypto
import KeySyncStore

/// The directory that holds all of a node: `keysync.yaml`, `node.key`, `keysync.db`. Nobody but its owner may look in.
public struct Home: Sendable, Equatable {
  /// The directory.
  public let path: String

  /// A home at a path; nothing is read or made.
  public init(path: String) { self.path = path }

  /// Where the settings are.
  public var settingsPath: String { "\(path)/keysync.yaml" }
  /// Where the identity is.
  public var keyPath: String { "\(path)/node.key" }
  /// Where the store is.
  public var storePath: String { "\(path)/keysync.db" }

  /// Makes the directory (0700) with a new identity and the given settings.
  ///
  /// - Throws: `HomeError.exists` when there is a node already, which is then left as it is; other errors when the directory is
  ///   not private or cannot be written.
  public func create(settings: String) throws {
    umask(0o077)
    let manager = FileManager.default
    guard !manager.fileExists(atPath: keyPath), !manager.fileExists(atPath: settingsPath) else {
      throw HomeError.exists(path)
    }
    do {
      try manager.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch { throw HomeError.cannotCreate(path, reason: error.localizedDescription) }
    try PrivateDirectory.check(path)
    let identity = Identity()
    try KeyFile(path: keyPath).create(for: identity)
    do {
      try Data(settings.utf8).write(to: URL(fileURLWithPath: settingsPath), options: .withoutOverwriting)
    } catch { throw HomeError.cannotCreate(settingsPath, reason: error.localizedDescription) }
  }

  /// The text of `keysync.yaml`.
  public func readSettings() throws -> String {
    try check()
    do {
      return try String(contentsOfFile: settingsPath, encoding: .utf8)
    } catch { throw HomeError.unreadable(settingsPath, reason: error.localizedDescription) }
  }

  /// Replaces the text of `keysync.yaml`: afterwards the whole new text is there, or the old one is.
  package func replaceSettings(with text: String) throws {
    try check()
    umask(0o077)
    let draft = "\(settingsPath).\(UUID().uuidString)"
    defer { _ = unsafe unlink(draft) }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: draft), options: .withoutOverwriting)
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
      try file.synchronize()
      try file.close()
    } catch { throw HomeError.cannotCreate(settingsPath, reason: error.localizedDescription) }
    guard unsafe rename(draft, settingsPath) == 0 else {
      throw HomeError.cannotCreate(settingsPath, reason: unsafe String(cString: strerror(errno)))
    }
  }

  func readIdentity() throws -> Identity {
    try check()
    return try KeyFile(path: keyPath).read()
  }

  func openStore() throws -> Store {
    try check()
    umask(0o077)
    return try Store(path: storePath)
  }

  func check() throws {
    guard FileManager.default.fileExists(atPath: path) else { throw HomeError.missing(path) }
    try PrivateDirectory.check(path)
  }
}

/// What is wrong with a home, and what to do about it.
public enum HomeError: Error, Equatable, CustomStringConvertible {
  /// There is no directory.
  case missing(String)
  /// There is a node already.
  case exists(String)
  /// The directory or a file in it cannot be made.
  case cannotCreate(String, reason: String)
  /// A file cannot be read.
  case unreadable(String, reason: String)

  /// One sentence with the advice.
  public var description: String {
    switch self {
    case .missing(let path): "there is no node in \(path); make one with: keysync init --cluster NAME --broker URL"
    case .exists(let path): "\(path) holds a node already; it is left as it is (choose another --home)"
    case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    }
  }
}
