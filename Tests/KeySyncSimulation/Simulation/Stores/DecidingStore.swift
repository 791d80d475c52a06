import KeySyncCore
import KeySyncStore

/// The part of a keystore that decides: what becomes of records, their data and the ids of messages.
///
/// The production store and a plain in-memory one fulfil it, by one suite of tests and, in every seed, side by side: each node runs
/// on the production store, and what that commits is given to a `MemoryStore` as well, which must decide alike and hold the same.
/// Nodes do not run on the memory store itself: what else a node keeps (outbox, receipts, peers, dead letters, leases) is rows of
/// the same transactions, so a second implementation of all of it would be as long as the first and would test itself, while a
/// protocol in the place of `ClusterTransaction` would stand between the production code and its database for nobody's use.
protocol DecidingStore {
  /// Merges changes in their order and gives the outcome of each, now that all are in (PROTOCOL section 7.5).
  mutating func merge(_ changes: [IncomingChange], under rules: MergeRules, at now: WallTime) throws -> [Outcome]

  /// Judges all records of keys again: trust or policy are others now (7.1).
  mutating func recompute(_ keys: [KeyID], under rules: MergeRules, at now: WallTime) throws

  /// Remembers a message that is processed now; gives the reason if it must not be (section 6).
  mutating func remember(_ message: MessageID, from sender: NodeID, timestamp: WallTime, at now: WallTime) throws
    -> Refusal?

  /// What is remembered that bears on a message (section 6, check 6).
  func replayMemory(of message: MessageID, from sender: NodeID) throws -> ReplayMemory

  /// Forgets the ids whose time has come and leaves the floors (section 6).
  mutating func forgetSeenMessages(at now: WallTime) throws

  /// Erases the data whose time has come (7.6).
  mutating func eraseData(at now: WallTime) throws

  /// All that it holds of the keys.
  func contents(of keys: [KeyID]) throws -> StoreContents
}
