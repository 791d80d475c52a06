import KeySync

extension BackupReport {
  /// The report as JSON: these fields, always all of them.
  func json(_ settings: [SettingDifference], isRehearsal: Bool) -> JSONValue {
    .object([
      "schema": .text("keysync.import-report/1"),
      "dry_run": .bool(isRehearsal),
      "with_keys": .bool(true),
      "cluster": .text(configuration.trust.cluster.text),
      "written_by": .text(configuration.node.description),
      "written_at": .number(configuration.time.milliseconds),
      "records": .number(Int64(records)),
      "new": .number(Int64(new)),
      "held": .number(Int64(held)),
      "waiting": .number(Int64(waiting)),
      "restored_data": .number(Int64(restoredData)),
      "refused": .object(refused.mapValues { .number(Int64($0)) }),
      "untrusted_creators": .array(untrusted.map(\.json)),
      "keys": .object([
        "added": addedKeys.json, "added_deleted": addedDeletedKeys.json, "changed": changedKeys.json,
        "deleted": deletedKeys.json, "returned": returnedKeys.json, "in_conflict": conflictKeys.json,
        "still_deleted": stillDeletedKeys.json, "newer_here": newerKeys.json,
      ]),
      "settings": .array(settings.map(\.json)),
    ])
  }
}

extension BackupReport.UntrustedCreator {
  fileprivate var json: JSONValue {
    .object(["node": .text(node.description), "name": .text(name), "records": .number(Int64(records))])
  }
}

extension BackupReport.NamedKeys {
  fileprivate var json: JSONValue {
    .object(["count": .number(Int64(count)), "names": .array(names.map { .text($0.text) })])
  }
}
