/// The version of this software.
public enum KeySyncVersion {
  /// By Semantic Versioning.
  public static let number = "0.1.0"
  /// As announcements and statistics give it.
  public static let software = "keysync \(number)"
}
