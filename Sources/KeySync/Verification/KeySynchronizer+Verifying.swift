import KeySyncStore

extension KeySynchronizer {
  /// Computes everything again that the cluster's part of the store holds, and names what is not as it should be: whether each
  /// record is signed by its creator and stands under its id, what the records make of each key, number and sum of the heads,
  /// whether sealed data opens and is what was committed to. It reads one state of the store, whatever is committed meanwhile,
  /// and holds as much in memory as the longest history of a key needs.
  ///
  /// - Parameters:
  ///   - rebuilding: whether what is derived is made anew where it is wrong, key by key, in transactions of some keys each; the
  ///     report is then of afterwards, with what was mended. Signed bytes and key data are never changed.
  ///   - checkingFile: whether SQLite looks through the whole file too, with all its clusters.
  ///   - progress: told how many records of how many have been looked at.
  /// - Throws: a database error when the store cannot be read at all.
  public func verify(
    rebuilding: Bool = false,
    checkingFile: Bool = true,
    progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> VerificationReport {
    var (report, plan) = try look(checkingFile: checkingFile, progress)
    guard rebuilding else { return report }
    let found = report.findings
    for _ in 0..<Self.rounds where !plan.isEmpty || report.counts[.otherPolicy] != nil {
      try mend(plan)
      (report, plan) = try look(checkingFile: checkingFile, progress)
    }
    let left = Set(report.findings)
    report.mended = found.filter { $0.kind.isFault && !left.contains($0) }
    return report
  }

  /// How often what is still wrong is made anew: a key may have been judged by another one that was wrong itself.
  private static let rounds = 3
  /// Keys that are made anew in one transaction, so that a worker need not wait for long.
  private static let keysAtOnce = 64
  /// What SQLite says of a file is cut off after so many lines.
  private static let fileFaults = 100

  private func look(
    checkingFile: Bool,
    _ progress: @escaping (Int, Int) -> Void
  ) throws -> (VerificationReport, RebuildPlan) {
    var found: (VerificationReport, RebuildPlan)?
    do {
      try node.store.read(handle) { found = try look(in: $0, checkingFile: checkingFile, progress) }
    } catch let error where StoreError.isDamage(error) && found != nil {
      // After damage was met SQLite does not even end the transaction well; what was found is there all the same.
    }
    guard let found else { throw StoreError.damaged("the store") }
    return found
  }

  private func look(
    in transaction: ClusterTransaction,
    checkingFile: Bool,
    _ progress: @escaping (Int, Int) -> Void
  ) throws -> (VerificationReport, RebuildPlan) {
    let isPolicyInForce = try transaction.policyHash() == policyHash
    let standard = KeyJudgement.Standard(
      rules: rules(try transaction.trust()),
      isPolicyInForce: isPolicyInForce,
      selection: options.selection
    )
    var verification = ClusterVerification(of: cluster, in: transaction, by: proof, standard, progress: progress)
    if !isPolicyInForce {
      let sentence = "the winners were chosen by another policy than this one's"
      verification.add([VerificationFinding(.otherPolicy, sentence)])
    }
    try verification.run(fileFaults: checkingFile ? Self.fileFaults : nil)
    return (verification.report, verification.plan)
  }

  private var proof: BytesProof {
    BytesProof(cluster: cluster, cryptography: node.cryptography) { [self] in try? unseal($0, of: $1, $2) }
  }

  // MARK: Making anew

  private func mend(_ plan: RebuildPlan) throws {
    for rows in plan.rows.parts(of: Self.keysAtOnce) {
      try node.store.write(handle) { transaction in
        for row in rows {
          guard let bytes = try transaction.signedBytes(ofRow: row), let record = try? proof.record(bytes) else {
            continue
          }
          try transaction.setColumns(ofRow: row, to: record)
        }
      }
    }
    // Whatever makes keys anew moves the sum along, and so it has to be that of the heads that are marked.
    if plan.isSumWrong || !plan.rows.isEmpty { try node.store.write(handle) { try $0.recountHeads() } }
    try node.store.write(handle) { _ = try rulesInForce($0) }
    for keys in plan.keys.sorted().parts(of: Self.keysAtOnce) {
      try node.store.write(handle) { transaction in
        let rules = try rulesInForce(transaction)
        for key in keys { _ = try transaction.rebuild(key, under: rules, at: now()) }
        try settleOutbox(transaction)
      }
    }
  }
}

extension Array {
  /// The elements in parts of so many, the last with what is left.
  fileprivate func parts(of count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
  }
}
