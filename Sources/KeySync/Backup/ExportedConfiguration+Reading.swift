import Yams

extension ExportedConfiguration {
  /// Reads the text of a configuration.
  ///
  /// - Parameter file: what the text is called in errors.
  /// - Throws: `TrustListError` for whatever `yaml` does not give; comments, the style of the text and the figures are free.
  public init(yaml: String, file: String) throws(TrustListError) {
    let reader = TrustListReader(file: file)
    let root = try reader.compose(yaml)
    let fields = try reader.fields(of: root, ["schema", "time", "node", "software", "trust", "settings", "statistics"])
    _ = try reader.demanded(fields, "schema", in: root, "this version reads \(Self.schema)") {
      $0 == Self.schema ? $0 : nil
    }
    time = try reader.demanded(fields, "time", in: root, WallTime.form, WallTime.init)
    node = try reader.demanded(fields, "node", in: root, "52 characters that begin with 12D3KooW", NodeID.init)
    software = try reader.demanded(fields, "software", in: root, "a text") { $0 }
    guard let list = fields["trust"] else { throw reader.missing("trust", at: root) }
    trust = try reader.read(list)
    settings = try Self.settings(fields["settings"], in: trust.cluster, reader)
    statistics = nil
  }

  private static func settings(
    _ node: Yams.Node?,
    in cluster: ClusterName,
    _ reader: TrustListReader
  ) throws(TrustListError) -> [ExportedSetting] {
    guard let node else { return [] }
    guard let mapping = node.mapping else { throw reader.error(at: node, "'settings' holds names and values") }
    var settings: [ExportedSetting] = []
    for (key, value) in mapping {
      do {
        settings.append(try ExportedSetting(key.scalar?.string ?? "", value, in: cluster))
      } catch {
        let line = error.line ?? key.mark?.line ?? 1
        throw TrustListError(place: "\(reader.file):\(line)", problem: error.problem)
      }
    }
    return settings
  }
}

extension TrustListReader {
  /// What the text of a field stands for that has to be there.
  fileprivate func demanded<Value>(
    _ fields: [String: Yams.Node],
    _ name: String,
    in root: Yams.Node,
    _ form: String,
    _ parse: (String) -> Value?
  ) throws(TrustListError) -> Value {
    guard let node = fields[name] else { throw missing(name, at: root) }
    return try parsed(node, as: name, form, parse)
  }
}
