extension Schema {
  /// What is remembered of messages that came, and of changes that go.
  static let messages = """
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

  /// How sending ends for a change that some peer does not confirm, and what stands in its way.
  static let givingUp = """
    ALTER TABLE outbox ADD COLUMN given_up_at INTEGER;  -- from then on it is left to reconciliation
    ALTER TABLE outbox ADD COLUMN closed_topic TEXT;  -- the broker refused the last attempt there
    DROP INDEX outbox_due;
    CREATE INDEX outbox_due ON outbox (cluster, due_at) WHERE given_up_at IS NULL;
    CREATE INDEX outbox_given_up ON outbox (cluster, given_up_at) WHERE given_up_at IS NOT NULL;
    """

  /// What is remembered of a message names its sender by a number, which makes it half as long. The number is not declared as a
  /// reference, which would be looked up each time: senders are not deleted.
  static let numberedSenders = """
    CREATE TABLE numbered_sender (
      id INTEGER PRIMARY KEY,
      cluster INTEGER NOT NULL REFERENCES cluster,
      public_key BLOB NOT NULL,
      floor INTEGER,  -- the newest timestamp that has expired
      seen INTEGER NOT NULL DEFAULT 0,  -- rows of seen_message
      heard_at INTEGER,  -- when the last authentic message came
      UNIQUE (cluster, public_key)
    ) STRICT;
    INSERT INTO numbered_sender (cluster, public_key, floor, seen, heard_at)
      SELECT cluster, public_key, floor, seen, heard_at FROM sender;

    CREATE TABLE seen_message_by_number (
      sender INTEGER NOT NULL,
      message_id BLOB NOT NULL,
      timestamp INTEGER NOT NULL,
      PRIMARY KEY (sender, message_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO seen_message_by_number (sender, message_id, timestamp)
      SELECT numbered_sender.id, message_id, timestamp FROM seen_message JOIN numbered_sender
        ON numbered_sender.cluster = seen_message.cluster AND public_key = seen_message.sender;

    DROP TABLE seen_message;
    DROP TABLE sender;
    ALTER TABLE numbered_sender RENAME TO sender;
    ALTER TABLE seen_message_by_number RENAME TO seen_message;
    CREATE INDEX seen_message_by_time ON seen_message (timestamp);
    """

  /// What was refused.
  static let refusals = """
    -- Refused messages, as far as they may be kept.
    CREATE TABLE dead_letter (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      cluster INTEGER NOT NULL REFERENCES cluster,
      received_at INTEGER NOT NULL,
      refusal INTEGER NOT NULL,
      topic TEXT NOT NULL,
      sender BLOB,  -- null where nobody is known to have signed it
      frame BLOB NOT NULL,
      frame_bytes INTEGER NOT NULL
    ) STRICT;

    -- Refused messages and changes by sender.
    CREATE TABLE refusal (
      cluster INTEGER NOT NULL REFERENCES cluster,
      sender BLOB NOT NULL,
      word TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (cluster, sender, word)
    ) STRICT, WITHOUT ROWID;
    """
}
