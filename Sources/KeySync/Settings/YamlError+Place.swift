import Yams

extension YamlError {
  /// Where in a file an error of Yams is, and what it is.
  static func located(_ error: any Error, in file: String) -> (place: String, problem: String) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ("\(file):\(mark.line)", "this is no YAML: \(problem)\(advice(on: error))")
    case .duplicatedKeysInMapping(let names, let context):
      ("\(file):\(context.mark.line)", "'\(names.joined(separator: "', '").escaped)' is given more than once")
    case .reader(let problem, _, _, _): (file, "this is no text: \(problem)")
    default: (file, "this is no YAML: \(error)")
    }
  }

  /// To YAML a pattern looks like an alias where it begins with a star, and like a tag where it begins with '!'.
  private static func advice(on error: any Error) -> String {
    guard case .scanner(let context?, _, _, _) = error as? YamlError else { return "" }
    let mark = context.text.contains("alias") ? "*" : context.text.contains("tag") ? "!" : nil
    return mark.map { "; what begins with '\($0)' needs quotation marks" } ?? ""
  }
}
