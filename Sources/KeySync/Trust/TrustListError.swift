/// What is wrong with the text of a trust list, or of an exported configuration, and where.
public struct TrustListError: Error, Equatable, CustomStringConvertible {
  /// The file, and the line where it is known.
  public let place: String
  /// What is wrong there, with the advice.
  public let problem: String

  /// One sentence, for example `trust.yaml:7: 'write:**' is no rule: …`.
  public var description: String { "\(place): \(problem)" }
}
