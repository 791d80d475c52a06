import KeySync

/// Record ids for people: their first eight digits, or as many more as tell them apart.
struct ShortIDs {
  private let length: Int

  init(_ ids: some Collection<RecordID>) {
    let texts = Set(ids.map(\.description))
    length = (8...64).first { length in Set(texts.map { $0.prefix(length) }).count == texts.count } ?? 64
  }

  /// The beginning of an id.
  func text(_ id: RecordID) -> String { String(id.description.prefix(length)) }
}
