import Yams

extension Settings {
  /// The text of `keysync.yaml` with one more cluster, under the defaults, at the end of `clusters`. Everything else stays
  /// byte for byte. What is given back has been read and found to say the same as before and the new cluster.
  ///
  /// - Throws: what is wrong with the text as it is, or that it is not written in a way that can be added to.
  public static func adding(
    _ cluster: ClusterName,
    to yaml: String,
    file: String = "keysync.yaml",
    environment: [String: String] = [:]
  ) throws(SettingsError) -> String {
    var expected = try Settings(yaml: yaml, file: file, environment: environment)
    guard expected.clusters[cluster] == nil else {
      throw SettingsError(place: file, problem: "the cluster \(cluster) is there already")
    }
    let added = ClusterBlock(in: yaml)?.adding(cluster)
    guard let added, var read = try? Settings(yaml: added, file: file, environment: environment) else {
      throw SettingsError(place: file, problem: "'clusters' is not written line by line; add '\(cluster): {}' by hand")
    }
    (expected.origins, read.origins) = ([:], [:])
    // The environment may speak of the new cluster.
    expected.clusters[cluster] = read.clusters[cluster]
    guard read == expected, read.clusters[cluster] != nil else {
      throw SettingsError(place: file, problem: "'clusters' cannot be added to safely; add '\(cluster): {}' by hand")
    }
    return added
  }
}

/// The lines under `clusters:`.
private struct ClusterBlock {
  private var lines: [ArraySlice<UInt8>]
  /// Behind the last line of the block.
  private let end: Int
  private let indent: Int

  /// Nil where the clusters are not a block of lines.
  init?(in yaml: String) {
    guard let root = try? Yams.compose(yaml: yaml), let mapping = root.mapping, mapping.style != .flow,
      let (key, value) = mapping.first(where: { $0.key.string == "clusters" }), let mark = key.mark,
      let clusters = value.mapping, clusters.style != .flow, let first = clusters.first?.key.mark
    else { return nil }
    lines = Array(yaml.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    indent = first.column - 1
    var end = mark.line
    for (index, line) in lines.enumerated().dropFirst(mark.line) {
      let content = line.drop { $0 == UInt8(ascii: " ") }
      guard let start = content.first, start != UInt8(ascii: "\r") else { continue }
      if content.startIndex - line.startIndex > mark.column - 1 {
        end = index + 1
      } else if start != UInt8(ascii: "#") {
        break
      }
    }
    self.end = end
  }

  /// The whole text with one line more.
  func adding(_ cluster: ClusterName) -> String {
    let lineEnd = lines[end - 1].last == UInt8(ascii: "\r") ? "\r" : ""
    let line = String(repeating: " ", count: indent) + "\(cluster):\(lineEnd)"
    let all = lines[..<end] + [ArraySlice(line.utf8)] + lines[end...]
    return String(decoding: Array(all.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
  }
}
