/// How much happens in a seed. Both scales draw every kind of event and fault there is; they differ in how many of them meet in
/// one seed, and so in how many seeds can be run.
///
/// | | with real signatures | with the stand-in |
/// | --- | --- | --- |
/// | nodes, the hostile peer among them | 2–5 in four of five seeds, else 2–9 | 2–3 in nineteen of twenty seeds, else 2–9 |
/// | keys | 1–5 | 1–3 |
/// | what users do | 6–35 times | 3–9 times |
/// | changes in a burst | 2–31 | 2–5 |
/// | crashes, restarts, backups, cuts, clock steps | each kind in half of the seeds, 1–4 times | in a third, 1–2 times |
/// | what the hostile peer does | 1–15 times | 1–5 times |
/// | announcements | every 200 s | every 500 s |
/// | maintenance | every 60 s | every 300 s |
/// | looks at what is due | every 15 s | every 30 s |
struct Scale {
  /// How many nodes most seeds have at most, and what share of them.
  let usualNodes: (count: Int, share: Double)
  let keys: Int
  let work: ClosedRange<Int>
  let burst: Int
  /// How often a kind of trouble comes at most, and in what share of the seeds.
  let trouble: (count: Int, share: Double)
  let attacks: Int
  /// Milliseconds from one announcement, pruning, or look at what is due, to the next.
  let intervals: (announcing: Int64, maintenance: Int64, tick: Int64)

  private static let real = Scale(
    usualNodes: (5, 0.8),
    keys: 5,
    work: 6...35,
    burst: 31,
    trouble: (4, 0.5),
    attacks: 15,
    intervals: (200_000, 60_000, 15_000)
  )

  private static let standIn = Scale(
    usualNodes: (3, 0.95),
    keys: 3,
    work: 3...9,
    burst: 5,
    trouble: (2, 0.33),
    attacks: 5,
    intervals: (500_000, 300_000, 30_000)
  )

  static func of(_ signatures: Signatures) -> Scale {
    switch signatures {
    case .real: real
    case .standIn: standIn
    }
  }
}
