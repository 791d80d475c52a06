import Foundation

/// JSON to look into.
struct JSON {
  private let value: Any?

  init(_ value: Any?) { self.value = value }

  subscript(name: String) -> JSON { JSON((value as? [String: Any])?[name]) }
  subscript(index: Int) -> JSON {
    guard let values = value as? [Any], values.indices.contains(index) else { return JSON(nil) }
    return JSON(values[index])
  }

  var text: String? { value as? String }
  var number: Int? { value as? Int }
  var flag: Bool? { value as? Bool }
  var isNull: Bool { value is NSNull }
  var count: Int? { (value as? [Any])?.count }
  var names: Set<String> { Set((value as? [String: Any])?.keys.map { $0 } ?? []) }
  var texts: [String]? { value as? [String] }
}
