extension Schema {
  /// Clusters, whom they trust and what they announce, counters, and this node's workers.
  static let clusters = """
    CREATE TABLE cluster (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      -- Number and fingerprint sum of all heads of all keys.
      head_count INTEGER NOT NULL DEFAULT 0,
      head_sum BLOB NOT NULL DEFAULT (zeroblob(32)),
      policy_hash BLOB  -- of the policy that winners were chosen by
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

    -- What the workers of this node last said of themselves; one that stops cleanly takes its row away.
    CREATE TABLE worker (
      cluster INTEGER NOT NULL REFERENCES cluster,
      name TEXT NOT NULL,
      process_id INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      last_seen INTEGER NOT NULL,
      stale_at INTEGER NOT NULL,  -- unless it is seen again, it is not running from then on
      is_connected INTEGER NOT NULL,
      PRIMARY KEY (cluster, name)
    ) STRICT, WITHOUT ROWID;
    """
}
