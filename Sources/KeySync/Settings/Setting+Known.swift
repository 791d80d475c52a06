import Logging

extension Setting {
  /// All settings there are. The reader, the environment, the template and the listing follow this table.
  static let known: [Setting] = [
    Setting("worker", \.worker, .name(WorkerName.init), "What this process is called among the workers of the node."),
    Setting("lanes", \.lanes, .choice(), "Through how many sessions the node reads, shared by its workers."),
    Setting("broker.url", \.broker.endpoint, .endpoint, "Where the broker is.", isRequired: true),
    Setting("broker.username", \.broker.username, .text, "The user name at the broker.", example: "NODE_ID"),
    Setting(
      "broker.password_file",
      \.broker.passwordFile,
      .file,
      "The file whose first line is the password.",
      example: "broker.password"
    ),
    Setting(
      "broker.ca_file",
      \.broker.caFile,
      .file,
      "The authorities that may vouch for the broker, instead of those of the system.",
      example: "ca.crt"
    ),
    Setting(
      "broker.certificate_file",
      \.broker.certificateFile,
      .file,
      "The certificate shown to the broker.",
      example: "node.crt"
    ),
    Setting(
      "broker.key_file",
      \.broker.keyFile,
      .file,
      "The private key of that certificate.",
      example: "node.pem"
    ),
    Setting("log.level", \.log.level, .word(), "The least important level that is logged."),
    Setting("log.format", \.log.format, .word(), "The form of the log lines."),
    Setting(
      "statistics_interval",
      \.statisticsInterval,
      .duration(.seconds(1) ... .seconds(3600)),
      "How often a worker publishes its statistics."
    ),
    Setting(
      "queue_limit",
      \.queueLimit,
      .number(1...1_000_000),
      "How many changes may wait to be sent; beyond it a write is refused."
    ),
    Setting(
      "announcement_interval",
      \.announcementInterval,
      .duration(.seconds(5) ... .seconds(120)),
      "How often a worker announces what it has; longer by itself with more than 64 peers."
    ),
    Setting(
      "full_sync_interval",
      \.fullSyncInterval,
      .duration(.seconds(60) ... .seconds(30 * 86_400)),
      "How often all keys are compared with a peer, whatever it announces."
    ),
    Setting(
      cluster: "encryption",
      \.encryption,
      .flag,
      "Whether messages are sealed to the trusted peers; off is for clusters of public keys."
    ),
    Setting(cluster: "topic_root", \.topicRoot, .topic, "The first part of every topic."),
    Setting(
      cluster: "undo_window",
      \.undoWindow,
      .duration(.zero ... .seconds(3650 * 86_400)),
      "How long data that was replaced or deleted is kept."
    ),
    Setting(cluster: "select", \.selection, .selection, "The keys whose data is kept here."),
    Setting(cluster: "policy", \.policy, .policy, "How conflicts are decided, the same on every node."),
  ]
}
