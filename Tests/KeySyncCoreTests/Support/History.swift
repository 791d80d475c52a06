import KeySyncCore
import KeySyncCrypto
import Testing

/// A history of one key as it is drawn: `a -> b, c -> d` says that `b` and `c` descend from `a`, and `d` from both.
///
/// A record is made where its name is drawn first, by what stands before the name: `-x` is a delete, `+x` a create, `~x` a
/// metadata-sync, and any other a create where it has no parents, else an update. `x!` has a forged version, which makes it
/// void; `x@bob` is bob's, any other alice's. Times ascend by a second from 1,000.
struct History {
  private(set) var records: [String: VerifiedRecord] = [:]
  /// In the order drawn: parents before children.
  private(set) var names: [String] = []
  let key: KeyID
  private let cast: Cast
  private let cluster: ClusterName
  private let cryptography = SodiumCryptography()

  init(of key: String = "k", in cast: Cast, _ lines: String...) throws {
    self.cast = cast
    self.key = try #require(KeyID(key))
    cluster = try #require(ClusterName("prod"))
    for line in lines { try draw(line) }
  }

  subscript(name: String) -> VerifiedRecord {
    get throws { try #require(records[name], "\(name) is not drawn") }
  }

  func callAsFunction(_ names: String...) throws -> [VerifiedRecord] { try names.map { try self[$0] } }

  var all: [VerifiedRecord] { names.compactMap { records[$0] } }

  /// The names of the key's heads in a graph.
  func heads(in graph: RecordGraph) -> [String] {
    let heads = Set(graph.heads(of: key).map(\.id))
    return names.filter { name in records[name].map { heads.contains($0.id) } ?? false }
  }

  func standing(of name: String, in graph: RecordGraph) throws -> RecordGraph.Standing? {
    graph.standing(of: try self[name].id)
  }

  // MARK: Drawing

  private mutating func draw(_ line: String) throws {
    var parents: [VerifiedRecord] = []
    for step in line.split(separator: "->") {
      var records: [VerifiedRecord] = []
      for drawing in step.split(separator: ",") {
        records.append(try record(drawn: drawing.filter { $0 != " " }, parents: parents))
      }
      parents = records
    }
  }

  private mutating func record(drawn drawing: String, parents: [VerifiedRecord]) throws -> VerifiedRecord {
    let parts = drawing.split(separator: "@")
    let name = parts[0].filter { !"-+~!".contains($0) }
    if let known = records[name] { return known }
    let operation: SyncOperation =
      switch drawing.first {
      case "-": .delete
      case "+": .create
      case "~": .metadataSync
      default: parents.isEmpty ? .create : .update
      }
    let record = try VerifiedRecord(
      signing: try fields(of: name, operation, parents, isForged: parts[0].hasSuffix("!")),
      cluster: cluster,
      by: try cast.identity(parts.count > 1 ? String(parts[1]) : "alice"),
      with: cryptography
    )
    records[name] = record
    names.append(name)
    return record
  }

  private func fields(
    of name: String,
    _ operation: SyncOperation,
    _ parents: [VerifiedRecord],
    isForged: Bool
  ) throws -> RecordFields {
    let last = parents.last?.fields.content
    let content =
      switch operation {
      case .metadataSync:
        KeyContent(
          algorithm: last?.algorithm ?? .opaque,
          publicKeyHash: last?.publicKeyHash,
          commitment: last?.commitment,
          attributes: try Attributes([("name", .text(name))])
        )
      case .delete: KeyContent(algorithm: .opaque, publicKeyHash: nil, commitment: nil)
      case .create, .update:
        KeyContent(algorithm: .opaque, publicKeyHash: nil, commitment: cryptography.hash(Array(name.utf8)))
      }
    return RecordFields(
      keyID: key,
      version: isForged ? Limits.version - 1 : RecordFields.version(after: parents.map(\.fields)),
      parents: parents.map(\.id).sorted(),
      operation: operation,
      lastModified: WallTime(milliseconds: 1000 * Int64(names.count + 1)),
      content: content
    )
  }
}
