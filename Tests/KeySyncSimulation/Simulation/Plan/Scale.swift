/// How much happens in a seed. Both scales draw every kind of event and fault there is; they differ in how many of them meet in
/// one seed, and so in how many seeds can be run.
///
/// | | with real signatures | with the stand-in |
/// | --- | --- | --- |
/// | nodes, the hostile peer among them | 2–6 in four of five seeds, else 2–9 | 2–4 in nine of ten seeds, else 2–9 |
/// | keys | 1–5 | 1–3 |
/// | what users do | 8–47 times | 3–12 times |
/// | changes in a burst | 2–31 | 2–6 |
/// | crashes, restarts, backups, cuts, clock steps | each kind in half of the seeds, 1–5 times | in a third, 1–2 times |
/// | what the hostile peer does | 1–20 times | 1–6 times |
struct Scale {
  let usualNodes: Int
  let usualShare: Double
  let keys: Int
  let work: ClosedRange<Int>
  let burst: Int
  let troubleShare: Double
  let troubles: Int
  let attacks: Int

  static func of(_ signatures: Signatures) -> Scale {
    switch signatures {
    case .real:
      Scale(
        usualNodes: 5,
        usualShare: 0.8,
        keys: 5,
        work: 8...47,
        burst: 31,
        troubleShare: 0.5,
        troubles: 5,
        attacks: 20
      )
    case .standIn:
      Scale(
        usualNodes: 3,
        usualShare: 0.9,
        keys: 3,
        work: 3...12,
        burst: 6,
        troubleShare: 0.33,
        troubles: 2,
        attacks: 6
      )
    }
  }
}
