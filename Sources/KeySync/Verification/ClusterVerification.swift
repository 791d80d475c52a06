import KeySyncStore

/// One look through a cluster, in one transaction: keys are read in parts, the parts proved over all cores, then judged.
struct ClusterVerification {
  private(set) var report: VerificationReport
  private(set) var plan = RebuildPlan()

  private let proof: BytesProof
  private let standard: KeyJudgement.Standard
  private let transaction: ClusterTransaction
  private let progress: (Int, Int) -> Void
  private var total = 0
  /// The sum of the heads as they are, and as they are marked.
  private var (trueSum, markedSum) = (FingerprintSum.zero, FingerprintSum.zero)

  /// What is in memory at once: so many records, or bytes of them and of data.
  private static let part = (records: 512, bytes: 4 << 20)

  init(
    of cluster: ClusterName,
    in transaction: ClusterTransaction,
    by proof: BytesProof,
    _ standard: KeyJudgement.Standard,
    progress: @escaping (Int, Int) -> Void
  ) {
    report = VerificationReport(cluster: cluster)
    self.transaction = transaction
    self.proof = proof
    self.standard = standard
    self.progress = progress
  }

  /// - Parameter fileFaults: what SQLite says of the file is cut off after so many lines; with nil it is not asked.
  mutating func run(fileFaults: Int?) throws {
    do {
      if let fileFaults {
        report.add(try transaction.fileFaults(limit: fileFaults).map { VerificationFinding(.damagedFile, $0) })
      }
      total = try transaction.recordCount()
      try judgeKeys()
      try judgeSums()
    } catch let error where StoreError.isDamage(error) {
      report.add([VerificationFinding(.damagedFile, "reading stopped half-way: \(StoreError.text(of: error))")])
    }
  }

  mutating func add(_ findings: [VerificationFinding]) { report.add(findings) }

  // MARK: Keys

  private mutating func judgeKeys() throws {
    var part: [StoredKey] = []
    var (records, bytes) = (0, 0)
    try transaction.forEachStoredKey { key in
      part.append(key)
      records += key.records.count
      bytes += key.byteCount
      guard records >= Self.part.records || bytes >= Self.part.bytes else { return }
      try judge(part)
      part.removeAll(keepingCapacity: true)
      (records, bytes) = (0, 0)
    }
    try judge(part)
  }

  private mutating func judge(_ keys: [StoredKey]) throws {
    let proof = proof
    for key in concurrentMap(keys, atLeast: 2, { ProvenKey($0, by: proof) }) {
      let judgement = try KeyJudgement(of: key, by: standard, in: transaction)
      plan.add(key, judgement)
      report.add(key.findings + judgement.findings)
      report.keys += 1
      report.records += key.records.count
      report.data += key.stored.data.count
      report.heads += judgement.heads.count
      for id in judgement.heads { trueSum.add(id) }
      for record in key.stored.records where record.isHead { markedSum.add(record.recordID) }
    }
    progress(report.records, total)
  }

  // MARK: The whole

  private mutating func judgeSums() throws {
    let noted = try transaction.notedHeadSum()
    if noted != trueSum {
      let count = noted.map { "\($0.count)" } ?? "no number of"
      let sentence = "\(count) heads with one sum are noted, and there are \(trueSum.count) with another"
      report.add([VerificationFinding(.wrongHeadSum, sentence)])
    }
    plan.isSumWrong = noted != markedSum
    var index = NegentropyIndex()
    try transaction.forEachHead { index.insert($0) }
    guard index.sum != markedSum else { return }
    report.add([VerificationFinding(.wrongIndex, "the index of the heads has another sum than the heads")])
  }
}
