import GRDB

/// The tables, as a list of migrations that is only ever appended to.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 clusters and peers") { db in try db.execute(sql: clustersAndPeers) }
    migrator.registerMigration("2 records") { db in try db.execute(sql: records) }
    migrator.registerMigration("3 messages") { db in try db.execute(sql: messages) }
    migrator.registerMigration("4 announcements") { db in try db.execute(sql: announcements) }
    migrator.registerMigration("5 foreign parents") { db in try db.execute(sql: foreignParents) }
    return migrator
  }

  private static let clustersAndPeers = """
    CREATE TABLE cluster (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      -- Number and fingerprint sum of all heads of all keys.
      head_count INTEGER NOT NULL DEFAULT 0,
      head_sum BLOB NOT NULL DEFAULT (zeroblob(32))
    ) STRICT;

    -- Trusted peers, this node included. Revoked ones stay, so that they are not taken for unknown.
    CREATE TABLE peer (
      cluster INTEGER NOT NULL REFERENCES cluster,
      public_key BLOB NOT NULL CHECK (length(public_key) = 32),
      name TEXT NOT NULL,
      added_at INTEGER NOT NULL,
      revoked_at INTEGER,
      rules BLOB NOT NULL,  -- dated rules, in the CBOR that the trust hash is made of
      PRIMARY KEY (cluster, public_key),
      UNIQUE (cluster, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE counter (
      cluster INTEGER NOT NULL REFERENCES cluster,
      name TEXT NOT NULL,
      value INTEGER NOT NULL,
      PRIMARY KEY (cluster, name)
    ) STRICT, WITHOUT ROWID;
    """

  private static let records = """
    CREATE TABLE key (
      id INTEGER PRIMARY KEY,
      cluster INTEGER NOT NULL REFERENCES cluster,
      key_id TEXT NOT NULL,
      winner INTEGER REFERENCES record,  -- null where no record has entered that is not void
      conflict TEXT,
      UNIQUE (cluster, key_id)
    ) STRICT;
    CREATE INDEX key_of_winner ON key (winner);
    CREATE INDEX key_in_conflict ON key (cluster) WHERE conflict IS NOT NULL;

    CREATE TABLE record (
      id INTEGER PRIMARY KEY,
      cluster INTEGER NOT NULL REFERENCES cluster,
      record_id BLOB NOT NULL CHECK (length(record_id) = 32),
      key INTEGER NOT NULL REFERENCES key,
      standing INTEGER NOT NULL,  -- an outcome's code: 0 entered, 22 waiting, 16, 17 or 18 void
      is_head INTEGER NOT NULL,
      last_modified INTEGER NOT NULL,
      sender BLOB,  -- null for this node's own
      received_at INTEGER NOT NULL,
      signed BLOB NOT NULL,
      UNIQUE (cluster, record_id)
    ) STRICT;
    CREATE INDEX record_of_key ON record (key);
    CREATE INDEX head_of_key ON record (key) WHERE is_head;
    CREATE INDEX waiting_of_sender ON record (cluster, sender) WHERE standing = 22;

    -- The parents that a waiting record waits for.
    CREATE TABLE waiting_parent (
      cluster INTEGER NOT NULL REFERENCES cluster,
      parent BLOB NOT NULL,
      record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
      PRIMARY KEY (cluster, parent, record)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX waiting_parent_of_record ON waiting_parent (record);

    -- Key data and salt, sealed. A row belongs to the commitment: a metadata-sync keeps its parent's.
    CREATE TABLE key_data (
      id INTEGER PRIMARY KEY,
      key INTEGER NOT NULL REFERENCES key,
      commitment BLOB NOT NULL,
      sealed BLOB NOT NULL,
      erase_after INTEGER,  -- null while a live head or a waiting record commits to it
      UNIQUE (key, commitment)
    ) STRICT;
    CREATE INDEX key_data_to_erase ON key_data (erase_after) WHERE erase_after IS NOT NULL;

    -- What joined and left the set of heads, in the order of the commits.
    CREATE TABLE head_change (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      cluster INTEGER NOT NULL REFERENCES cluster,
      record_id BLOB NOT NULL,
      last_modified INTEGER NOT NULL,
      joined INTEGER NOT NULL
    ) STRICT;
    """

  private static let messages = """
    -- Ids of processed messages, until their timestamp + 10 min.
    CREATE TABLE seen_message (
      cluster INTEGER NOT NULL REFERENCES cluster,
      sender BLOB NOT NULL,
      message_id BLOB NOT NULL,
      timestamp INTEGER NOT NULL,
      PRIMARY KEY (cluster, sender, message_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX seen_message_by_time ON seen_message (cluster, timestamp);

    -- What is remembered of a sender's messages as a whole.
    CREATE TABLE sender (
      cluster INTEGER NOT NULL REFERENCES cluster,
      public_key BLOB NOT NULL,
      floor INTEGER,  -- the newest timestamp that has expired
      seen INTEGER NOT NULL DEFAULT 0,  -- rows of seen_message
      heard_at INTEGER,  -- when the last authentic message came
      PRIMARY KEY (cluster, public_key)
    ) STRICT, WITHOUT ROWID;

    -- One row is one change of this node that not every peer has confirmed.
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      cluster INTEGER NOT NULL REFERENCES cluster,
      record INTEGER NOT NULL UNIQUE REFERENCES record ON DELETE CASCADE,
      priority INTEGER NOT NULL,
      queued_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,  -- that the broker took
      due_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX outbox_due ON outbox (cluster, due_at);

    -- Which change stood where in which message, so that a receipt finds its rows whichever attempt it answers.
    CREATE TABLE outbox_attempt (
      cluster INTEGER NOT NULL REFERENCES cluster,
      message_id BLOB NOT NULL,
      position INTEGER NOT NULL,
      outbox INTEGER NOT NULL REFERENCES outbox ON DELETE CASCADE,
      recipient BLOB,  -- null for a broadcast
      sent_at INTEGER NOT NULL,
      PRIMARY KEY (cluster, message_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attempt_of_outbox ON outbox_attempt (outbox);

    -- What peers said of a record of this node: an outcome's code.
    CREATE TABLE delivery (
      record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
      peer BLOB NOT NULL,
      outcome INTEGER NOT NULL,
      received_at INTEGER NOT NULL,
      PRIMARY KEY (record, peer)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX delivery_failed ON delivery (record) WHERE outcome NOT IN (\(hopefulOutcomes));
    """

  private static let announcements = """
    -- The newest announcement of each peer.
    CREATE TABLE announcement (
      cluster INTEGER NOT NULL REFERENCES cluster,
      public_key BLOB NOT NULL,
      timestamp INTEGER NOT NULL,  -- by the peer's clock
      received_at INTEGER NOT NULL,
      head_count INTEGER NOT NULL,
      fingerprint BLOB NOT NULL,
      policy_hash BLOB NOT NULL,
      trust_hash BLOB NOT NULL,
      software TEXT NOT NULL,
      boot_id BLOB NOT NULL,
      highest_version INTEGER NOT NULL,
      PRIMARY KEY (cluster, public_key)
    ) STRICT, WITHOUT ROWID;
    """

  private static let foreignParents = """
    -- The parents that a record has among those of another key: they are kept as long as it is.
    CREATE TABLE foreign_parent (
      cluster INTEGER NOT NULL REFERENCES cluster,
      parent BLOB NOT NULL,
      record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
      PRIMARY KEY (cluster, parent, record)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX foreign_parent_of_record ON foreign_parent (record);
    """

  /// The codes of outcomes by which a peer has a record or may still take it: all others mean that it will not (PROTOCOL
  /// section 8).
  static let hopefulOutcomes = "0, 1, 2, 3, 9, 14, 15, 22, 23"
}
