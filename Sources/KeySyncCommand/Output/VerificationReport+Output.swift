import KeySync

extension VerificationReport {
  /// As JSON: these fields, always all of them.
  var json: JSONValue {
    let counts = counts.map { ($0.key.rawValue, JSONValue.number(Int64($0.value))) }
    return .object([
      "cluster": .text(cluster.text),
      "keys": .number(Int64(keys)),
      "records": .number(Int64(records)),
      "heads": .number(Int64(heads)),
      "data": .number(Int64(data)),
      "counts": .object(Dictionary(uniqueKeysWithValues: counts)),
      "findings": .array(findings.map(\.json)),
      "mended": .array(mended.map(\.json)),
    ])
  }

  /// For people: the findings on standard output, the advice on standard error.
  func print() throws {
    for finding in mended { try Terminal.print("mended: \(finding.text)") }
    for finding in findings { try Terminal.print(finding.text) }
    for (kind, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      if count > Self.findingsKept {
        Terminal.say("\(kind.rawValue): the first \(Self.findingsKept) of \(count) were named")
      }
      Terminal.say("\(kind.rawValue): \(kind.advice)")
    }
    let faults = counts.filter(\.key.isFault).values.reduce(0, +)
    let summary = "\(counted(keys, "key")), \(counted(records, "record")), \(counted(data, "row")) of data"
    let verdict = faults == 0 ? "all is well" : "\(counted(faults, "thing")) wrong"
    try Terminal.print("\(cluster): \(summary): \(verdict)")
  }
}

extension VerificationFinding {
  fileprivate var json: JSONValue {
    .object([
      "kind": .text(kind.rawValue),
      "key_id": .text(key),
      "record_id": .text(recordID?.description),
      "sentence": .text(sentence),
      "advice": .text(kind.advice),
      "is_fault": .bool(kind.isFault),
    ])
  }

  /// `wrong-head tls/www 04af…: the record is …`
  fileprivate var text: String {
    let place = [key, recordID?.description].compactMap { $0 }
    return ([kind.rawValue] + place).joined(separator: " ").escaped + ": \(sentence.escaped)"
  }
}
