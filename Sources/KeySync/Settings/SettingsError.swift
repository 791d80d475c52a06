/// What is wrong with the settings, and where.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// The file and line, the variable or the flag; the file alone where something is missing from it.
  public let place: String
  /// What is wrong there, with the advice.
  public let problem: String

  /// One sentence, for example `keysync.yaml:7: unknown setting 'brokr'; did you mean 'broker'?`.
  public var description: String { "\(place): \(problem)" }
}
