import Foundation

/// The files that pin the protocol byte for byte.
enum Vectors {
  /// Reads `Vectors/NAME.json` in the form asked for; `key_id` in the file is `keyId` in the form.
  static func load<Vector: Decodable>(_ name: String, as form: Vector.Type = Vector.self) throws -> Vector {
    guard let file = Bundle.module.url(forResource: "Vectors/\(name)", withExtension: "json") else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "Vectors/\(name).json"])
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(form, from: Data(contentsOf: file))
  }
}
