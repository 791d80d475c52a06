/// What this program is.
public enum Software {
  /// Its version (Semantic Versioning 2.0).
  public static let version = "0.1.0"
  /// What announcements call it.
  public static let name = "keysync/\(version)"
}
