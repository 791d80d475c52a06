/// Whom a reader's thread calls.
struct ReaderCalls: Sendable {
  let observe: @Sendable (Int, BrokerEvent) -> Void
  let mayConnect: @Sendable (Int) -> Bool
  let handle: @Sendable ([LaneBatch]) -> [Int: BatchVerdict]
}
