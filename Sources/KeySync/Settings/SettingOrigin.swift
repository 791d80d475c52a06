/// Where the value of a setting comes from; each later one is laid over those before it.
public enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
  /// Nobody has set it.
  case standard
  /// A line of the file.
  case file(String, line: Int)
  /// A variable of the environment.
  case environment(String)
  /// A flag of the command.
  case flag(String)

  /// As an error or a listing names it.
  public var description: String {
    switch self {
    case .standard: "default"
    case .file(let file, let line): "\(file):\(line)"
    case .environment(let variable): variable
    case .flag(let flag): flag
    }
  }

  /// The same for a part of the value that is on a line of its own.
  func place(line: Int?) -> String {
    if case .file(let file, _) = self, let line { "\(file):\(line)" } else { description }
  }
}

/// A setting as it is in force.
public struct EffectiveSetting: Sendable, Equatable {
  /// The full name, for example `clusters.prod.encryption`.
  public let name: String
  /// As it could stand in the file; nil where there is none.
  public let value: String?
  /// Where it comes from.
  public let origin: SettingOrigin
}

extension Settings {
  /// Every setting as it is in force, in the order of the file that `init` writes.
  public var effective: [EffectiveSetting] {
    Setting.known.flatMap { setting in
      setting.places(in: self).map { place in
        EffectiveSetting(
          name: place.name,
          value: setting.text(self, place.cluster),
          origin: origins[place.name] ?? .standard
        )
      }
    }
  }
}
