import KeySync

/// A report for people: what was done, or would be, a line each.
struct BackupReportText {
  let report: BackupReport
  let names: PeerNames
  /// Whether nothing was changed.
  let isRehearsal: Bool

  /// Keys that are named of each kind.
  private static let named = 20

  var lines: [String] {
    var lines = [
      "the backup is whole: \(counted(report.records, "record")), written by \(writer) at \(report.configuration.time)",
      "\(verb("", "would be "))\(report.new) new here, \(report.held) held already\(refused)",
    ]
    if report.waiting > 0 {
      lines.append("\(report.waiting) of the new ones wait for records that are neither here nor in the backup")
    }
    if report.restoredData > 0 {
      lines.append("data that was lacking \(verb("came", "would come")) for \(counted(report.restoredData, "key"))")
    }
    for creator in report.untrusted {
      let name = creator.name ?? names.text(creator.node)
      lines.append("not trusted here: \(name) (\(creator.node)), who made \(counted(creator.records, "record")) of it")
    }
    lines += keyLines
    if report.changesNothing { lines.append("nothing in it is new here") }
    return lines
  }

  /// What the node is called that wrote it.
  private var writer: String {
    let entry = report.configuration.trust.nodes.first { $0.node == report.configuration.node }
    return entry?.name ?? names.text(report.configuration.node)
  }

  private var refused: String {
    report.refused.sorted { $0.key < $1.key }.map { ", \($0.value) not taken (\($0.key))" }.joined()
  }

  private var keyLines: [String] {
    kinds.filter { $0.keys.count > 0 }.flatMap { kind in
      let line = "\(counted(kind.keys.count, "key")) \(kind.text)"
      guard kind.isNamed else { return [line] }
      let rest = kind.keys.count - Self.named
      return [line + ":"] + kind.keys.names.prefix(Self.named).map { "  \($0)" } + (rest > 0 ? ["  and \(rest) more"] : [])
    }
  }

  private struct Kind {
    let keys: BackupReport.NamedKeys
    let text: String
    var isNamed = true
  }

  private var kinds: [Kind] {
    [
      Kind(keys: report.addedKeys, text: verb("came back or are new", "would come back or be new"), isNamed: false),
      Kind(keys: report.addedDeletedKeys, text: "not known here before \(verb("are", "would be")) deleted", isNamed: false),
      Kind(keys: report.changedKeys, text: "\(verb("are", "would be")) served otherwise"),
      Kind(keys: report.deletedKeys, text: "\(verb("were", "would be")) deleted by a change in the backup"),
      Kind(
        keys: report.returnedKeys,
        text: "deleted here \(verb("came", "would come")) back by changes that win over the delete"
      ),
      Kind(keys: report.conflictKeys, text: "\(verb("are", "would be")) in conflict (keysync conflict list --all)"),
      Kind(keys: report.stillDeletedKeys, text: "of the backup were deleted here since, and stay deleted"),
      Kind(keys: report.newerKeys, text: "newer here than in the backup stay as they are", isNamed: false),
    ]
  }

  private func verb(_ done: String, _ rehearsed: String) -> String { isRehearsal ? rehearsed : done }
}
