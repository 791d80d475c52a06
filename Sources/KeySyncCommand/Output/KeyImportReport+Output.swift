import KeySync

extension KeyImportReport {
  /// What happened, a line each.
  var lines: [String] {
    var lines = ["\(counted(created, "key")) created, \(replaced) replaced, \(unchanged) there already"]
    if left.count > 0 {
      lines.append(
        "\(counted(left.count, "key")) left, there with other data or deleted (--replace): \(Self.text(left))"
      )
    }
    if inConflict.count > 0 {
      lines.append("\(counted(inConflict.count, "key")) left, to be resolved first: \(Self.text(inConflict))")
    }
    return lines
  }

  private static let named = 5

  private static func text(_ keys: BackupReport.NamedKeys) -> String {
    keys.names.prefix(named).map(\.text).joined(separator: ", ") + (keys.count > named ? ", …" : "")
  }

  /// The same as JSON: these fields, always all of them.
  func json(isRehearsal: Bool) -> JSONValue {
    .object([
      "created": .number(Int64(created)),
      "replaced": .number(Int64(replaced)),
      "unchanged": .number(Int64(unchanged)),
      "left": .array(left.names.map { .text($0.text) }),
      "left_count": .number(Int64(left.count)),
      "in_conflict": .array(inConflict.names.map { .text($0.text) }),
      "in_conflict_count": .number(Int64(inConflict.count)),
      "dry_run": .bool(isRehearsal),
    ])
  }
}
