extension Envelope {
  /// What may be kept of a frame that was refused: sealed changes whole, clear ones without key data and salt (the signature no
  /// longer holds then), and of what cannot be read only the beginning, which names type and signer.
  package static func redacted(_ bytes: [UInt8]) -> [UInt8] {
    guard let envelope = try? Envelope(bytes), let (header, object) = try? SyncObject.decode(envelope) else {
      return Array(bytes.prefix(Limits.unreadableBytesKept))
    }
    guard case .message(.clear(let changes)) = object else { return bytes }
    let stripped = changes.map { Change(record: $0.record, data: nil) }
    return envelope.replacingPayload(SyncObject.message(.clear(stripped)).payload(header))
  }
}
