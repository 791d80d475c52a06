import Foundation

extension Settings {
  /// Whether the files that the settings name can be read.
  ///
  /// - Throws: the first one that cannot, with the place of its setting.
  public func checkFiles() throws(SettingsError) {
    for setting in Setting.known where setting.isFile {
      for (name, cluster) in setting.places(in: self) {
        guard let path = setting.text(self, cluster) else { continue }
        var isDirectory: ObjCBool = false
        let isThere = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard !isThere || isDirectory.boolValue || !FileManager.default.isReadableFile(atPath: path) else { continue }
        let problem = !isThere ? "is not there" : isDirectory.boolValue ? "is a directory" : "cannot be read"
        let place = (origins[name] ?? .standard).description
        throw SettingsError(place: place, problem: "'\(name)': the file \(path.escaped) \(problem)")
      }
    }
  }
}
