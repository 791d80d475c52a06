/// The known name that somebody probably meant.
enum NearestName {
  /// What to tell somebody who wrote an unknown name.
  static func advice(for name: String, among known: [String]) -> String {
    guard let nearest = nearest(to: name, among: known) else { return "known are: \(known.joined(separator: ", "))" }
    return "did you mean '\(nearest)'?"
  }

  /// The nearest of the names, if it is near: a third of its letters may differ, or its end may be missing.
  static func nearest(to name: String, among known: [String]) -> String? {
    let name = name.lowercased()
    guard name.count <= 64 else { return nil }
    let candidates = known.map { ($0, distance(Array(name), Array($0.lowercased()))) }
    if let (nearest, distance) = candidates.min(by: { $0.1 < $1.1 }), distance <= max(1, nearest.count / 3) {
      return nearest
    }
    return name.count >= 3 ? known.first { $0.hasPrefix(name) } : nil
  }

  /// How many letters to insert, remove, replace or swap with their neighbour (optimal string alignment).
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
