extension Schema {
  /// Keys, records, how they wait for and name each other, data, and the heads as they come and go.
  static let records = """
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
      standing INTEGER NOT NULL,  -- an outcome's code: 0 entered, 22 waiting, 16 or 18 void
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

    -- The parents that a record has among those of another key: they are kept as long as it is.
    CREATE TABLE foreign_parent (
      cluster INTEGER NOT NULL REFERENCES cluster,
      parent BLOB NOT NULL,
      record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
      PRIMARY KEY (cluster, parent, record)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX foreign_parent_of_record ON foreign_parent (record);
    """

  /// Whether a policy has decided a key's conflict, which then counts as resolved, whatever policies come after it.
  static let decidedConflicts = "ALTER TABLE key ADD COLUMN is_decided INTEGER NOT NULL DEFAULT 0"

  /// What is written of a change is kept small. What one commit changes of the heads is one row, and its number that of its last
  /// change. The winner of a key is not declared as a reference, which would be looked up each time: records that win are not deleted.
  static let lessPerChange = """
    DROP TABLE head_change;
    CREATE TABLE head_change (
      sequence INTEGER PRIMARY KEY,
      cluster INTEGER NOT NULL REFERENCES cluster,
      changes BLOB NOT NULL  -- of each its time (seconds, 8 bytes), its record's id (32), and 1 where it has joined (1)
    ) STRICT;

    CREATE TABLE key_with_less (
      id INTEGER PRIMARY KEY,
      cluster INTEGER NOT NULL REFERENCES cluster,
      key_id TEXT NOT NULL,
      winner INTEGER,  -- the row of a record; null where no record has entered that is not void
      conflict TEXT,
      is_decided INTEGER NOT NULL DEFAULT 0,
      UNIQUE (cluster, key_id)
    ) STRICT;
    INSERT INTO key_with_less (id, cluster, key_id, winner, conflict, is_decided)
      SELECT id, cluster, key_id, winner, conflict, is_decided FROM key;
    DROP TABLE key;
    ALTER TABLE key_with_less RENAME TO key;
    CREATE INDEX key_in_conflict ON key (cluster) WHERE conflict IS NOT NULL;
    """
}
