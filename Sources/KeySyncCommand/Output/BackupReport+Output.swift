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
    var lines = ["the backup is whole; \(writer) wrote it at \(report.configuration.time)"]
    lines.append("records: \(report.records) in it, \(report.new) new here, \(report.held) held already\(refused)")
    if report.waiting > 0 {
      lines.append("waiting for records that are neither here nor in the backup: \(report.waiting) of the new ones")
    }
    for creator in report.untrusted {
      let name = creator.name ?? names.text(creator.node)
      lines.append("not trusted here: \(name) (\(creator.node)), who made \(counted(creator.records, "record")) in it")
    }
    if report.restoredData > 0 { lines.append("data that was lacking: \(counted(report.restoredData, "key"))") }
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
    kinds.filter { $0.keys.count > 0 }.flatMap { text, keys, isNamed in
      let rest = keys.count - Self.named
      let names = isNamed ? keys.names.prefix(Self.named).map { "  \($0)" } : []
      return ["\(text): \(counted(keys.count, "key"))"] + names + (isNamed && rest > 0 ? ["  and \(rest) more"] : [])
    }
  }

  private var kinds: [(text: String, keys: BackupReport.NamedKeys, isNamed: Bool)] {
    let be = isRehearsal ? "would be " : ""
    return [
      ("\(be)added", report.addedKeys, false),
      ("\(be)added as deleted ones", report.addedDeletedKeys, false),
      ("\(be)served otherwise than before", report.changedKeys, true),
      ("\(be)deleted by a change in the backup", report.deletedKeys, true),
      ("\(isRehearsal ? "would come" : "came") back, as changes win over the delete here", report.returnedKeys, true),
      ("\(isRehearsal ? "would be" : "now") in conflict", report.conflictKeys, true),
      ("deleted here since, and still deleted", report.stillDeletedKeys, true),
      ("newer here, and left as they are", report.newerKeys, false),
    ]
  }
}
