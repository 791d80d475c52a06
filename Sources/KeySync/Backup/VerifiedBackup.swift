/// A backup of which everything was verified: its passphrase, every frame up to the last, that it is of the cluster, and of every
/// record its form, its signature and its data.
public final class VerifiedBackup {
  /// How the node that wrote it took part in the cluster.
  public let configuration: ExportedConfiguration
  let reader: BackupReader

  fileprivate init(_ reader: BackupReader, _ configuration: ExportedConfiguration) {
    (self.reader, self.configuration) = (reader, configuration)
  }
}

extension KeySynchronizer {
  /// Verifies a backup as a whole; nothing is written.
  ///
  /// - Parameters:
  ///   - path: a regular file; it is read again when it is merged.
  ///   - progress: told how many bytes of how many are read.
  /// - Throws: `BackupError`.
  public func verifyBackup(
    at path: String,
    passphrase: Passphrase,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> VerifiedBackup {
    let reader = try BackupReader(path: path, passphrase: passphrase)
    return VerifiedBackup(reader, try verify(reader) { progress(reader.offset, reader.byteCount) })
  }

  private func verify(_ reader: BackupReader, _ progress: () -> Void) throws -> ExportedConfiguration {
    var (text, records): ([UInt8], Int) = ([], 0)
    var configuration: ExportedConfiguration?
    while let frame = try reader.next() {
      switch frame {
      case .configuration(let piece):
        guard configuration == nil, text.count + piece.count <= Limits.configurationBytes else {
          throw BackupError.malformed("its configuration is too long, or not at its beginning")
        }
        text += piece
      case .changes(let changes, _):
        if configuration == nil { configuration = try read(text) }
        try verify(changes, from: records)
        records += changes.count
      case .end(let count):
        guard count == records else { throw BackupError.malformed("it holds \(records) records and says \(count)") }
        if configuration == nil { configuration = try read(text) }
        records = -1
      }
      progress()
    }
    guard let configuration, records == -1 else { throw BackupError.malformed("its last frame is not its end") }
    return configuration
  }

  private func read(_ text: [UInt8]) throws -> ExportedConfiguration {
    guard let yaml = String(validating: text, as: UTF8.self) else {
      throw BackupError.malformed("its configuration is no text")
    }
    do {
      let configuration = try ExportedConfiguration(yaml: yaml, file: "its configuration")
      guard configuration.trust.cluster == cluster else {
        throw BackupError.otherCluster(configuration.trust.cluster)
      }
      return configuration
    } catch let error as TrustListError { throw BackupError.malformed(error.description) }
  }

  private func verify(_ changes: [Change], from number: Int) throws(BackupError) {
    let refusals = concurrentMap(changes, atLeast: 2) { change -> Refusal? in
      let read = ReadChange(change, cluster: self.cluster, by: self.node.cryptography)
      do throws(Refusal) {
        _ = try read.authenticRecord(of: self.cluster, by: self.node.cryptography)
        return nil
      } catch { return error }
    }
    guard let index = refusals.firstIndex(where: { $0 != nil }), let refusal = refusals[index] else { return }
    throw .badRecord(number: number + index + 1, refusal)
  }
}
