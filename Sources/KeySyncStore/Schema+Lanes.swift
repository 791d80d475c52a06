extension Schema {
  /// The workers that live, and the leases of the lanes they read (PROTOCOL section 9).
  static let lanes = """
    -- A worker is here from its start to its end, or until it has not been heard for too long.
    CREATE TABLE live_worker (
      arrival INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: it tells processes of one name apart
      name TEXT NOT NULL UNIQUE,
      lanes INTEGER NOT NULL,  -- how many its settings ask for
      boot TEXT NOT NULL,  -- of the machine
      expires_at INTEGER NOT NULL  -- milliseconds since that boot
    ) STRICT;

    -- The sessions on the broker that belong to this node. Those of another number of lanes than is in force are to be ended.
    CREATE TABLE lease (
      lanes INTEGER NOT NULL,
      lane INTEGER NOT NULL,
      holder INTEGER REFERENCES live_worker ON DELETE SET NULL,
      token INTEGER NOT NULL,  -- grows with every change of holder
      PRIMARY KEY (lanes, lane)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX lease_of_holder ON lease (holder);

    -- The newest token of all: one that was given is never given again, though its row be gone.
    CREATE TABLE lease_token (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      newest INTEGER NOT NULL
    ) STRICT;
    INSERT INTO lease_token VALUES (1, 0);

    -- Before there were lanes, a node read through one session of this name.
    INSERT INTO lease VALUES (1, 0, NULL, 0);
    """
}
