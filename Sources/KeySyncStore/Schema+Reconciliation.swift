extension Schema {
  /// What reconciliation leaves behind: with whom this node has agreed, what was asked of it, and how far it has come.
  static let reconciliation = """
    -- The newest moment at which a peer had the same heads.
    CREATE TABLE agreement (
      cluster INTEGER NOT NULL REFERENCES cluster,
      peer BLOB NOT NULL,
      record INTEGER NOT NULL,  -- the peer has every record up to this row
      agreed_at INTEGER NOT NULL,
      PRIMARY KEY (cluster, peer)
    ) STRICT, WITHOUT ROWID;

    -- What the command line asks of the worker: to compare with a peer now.
    CREATE TABLE sync_request (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      cluster INTEGER NOT NULL REFERENCES cluster,
      peer BLOB NOT NULL,
      is_full INTEGER NOT NULL,
      requested_at INTEGER NOT NULL
    ) STRICT;

    -- The run with each peer that goes on, or was the last one.
    CREATE TABLE reconciliation (
      cluster INTEGER NOT NULL REFERENCES cluster,
      peer BLOB NOT NULL,
      request INTEGER,  -- the newest sync_request that it has taken up
      began_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      is_full INTEGER NOT NULL,
      outcome TEXT,  -- null while it goes on
      rounds INTEGER NOT NULL,
      lacked_here INTEGER NOT NULL,
      settled_here INTEGER NOT NULL,
      refused_here INTEGER NOT NULL,
      lacked_there INTEGER NOT NULL,
      settled_there INTEGER NOT NULL,
      refused_there INTEGER NOT NULL,
      PRIMARY KEY (cluster, peer)
    ) STRICT, WITHOUT ROWID;
    """
}
