import Foundation
import KeySync

/// One key as a line of JSON; names that are not known are refused.
struct KeyLine: Decodable {
  let key: ImportedKey

  struct Problem: Error {
    let sentence: String
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private static let names = ["key", "algorithm", "data", "attributes"]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    if let unknown = container.allKeys.map(\.stringValue).sorted().first(where: { !Self.names.contains($0) }) {
      throw Problem(sentence: "'\(unknown)' is unknown; a key has \(Self.names.joined(separator: ", "))")
    }
    let id = try container.decode(String.self, forKey: Name("key"))
    guard let keyID = KeyID(id) else { throw Problem(sentence: "'\(id)' is no key id") }
    let word = try container.decode(String.self, forKey: Name("algorithm"))
    guard let algorithm = CryptoAlgorithm(word) else { throw Problem(sentence: "'\(word)' is no algorithm") }
    guard let data = Data(base64Encoded: try container.decode(String.self, forKey: Name("data"))) else {
      throw Problem(sentence: "data is not in Base64")
    }
    let attributes = try container.decodeIfPresent([String: Scalar].self, forKey: Name("attributes"))
    do {
      key = ImportedKey(
        keyID: keyID,
        algorithm: algorithm,
        data: Array(data),
        attributes: try attributes.map { try Attributes($0.map { (name: $0.key, value: $0.value.value) }) }
      )
    } catch { throw Problem(sentence: "\(error)") }
  }

  private struct Scalar: Decodable {
    let value: AttributeValue

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        value = .flag(flag)
      } else if let number = try? container.decode(Int64.self) {
        value = .number(number)
      } else {
        value = .text(try container.decode(String.self))
      }
    }
  }
}
