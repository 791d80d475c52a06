import Foundation

/// The files that pin the protocol byte for byte.
enum Vectors {
  /// Reads `Vectors/NAME.json` in the form asked for.
  static func load<Vector: Decodable>(_ name: String, as form: Vector.Type = Vector.self) throws -> Vector {
    guard let file = Bundle.module.url(forResource: "Vectors/\(name)", withExtension: "json") else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "Vectors/\(name).json"])
    }
    return try JSONDecoder().decode(form, from: Data(contentsOf: file))
  }
}
