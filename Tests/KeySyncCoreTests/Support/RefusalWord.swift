import KeySyncCore

/// A refusal that a vector gives by its word.
struct RefusalWord: Decodable, Sendable {
  let refusal: Refusal

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let word = try container.decode(String.self)
    guard let refusal = Refusal.allCases.first(where: { $0.word == word }) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no refusal: \(word)")
    }
    self.refusal = refusal
  }
}
