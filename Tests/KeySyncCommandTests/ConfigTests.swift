import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Settings on the command line` {
  @Test func `are shown with where they come from, and secrets as file names`() async throws {
    let node = try await TestNode()
    let secret = "\(node.directory.path)/secret"
    try "hunter2\n".write(toFile: secret, atomically: true, encoding: .utf8)
    let environment = [
      "KEYSYNC_LOG_LEVEL": "debug", "KEYSYNC_BROKER_USERNAME": "me", "KEYSYNC_BROKER_PASSWORD_FILE": secret,
    ]
    let shown = try await node.run("config", "show", "--json", environment: environment)
    let json = try shown.json()
    var byName: [String: JSON] = [:]
    for index in 0..<(json.count ?? 0) { byName[json[index]["name"].text ?? ""] = json[index] }
    #expect(json[0].names == ["name", "value", "source", "place"])
    #expect(byName["log.level"]?["value"].text == "debug")
    #expect(byName["log.level"]?["place"].text == "KEYSYNC_LOG_LEVEL")
    #expect(byName["log.level"]?["source"].text == "environment")
    #expect(byName["broker.url"]?["source"].text == "file")
    #expect(byName["broker.url"]?["place"].text == "\(node.home)/keysync.yaml:12")
    #expect(byName["queue_limit"]?["source"].text == "default")
    #expect(byName["queue_limit"]?["place"].isNull == true)
    #expect(byName["broker.ca_file"]?["value"].isNull == true)
    #expect(byName["clusters.demo.undo_window"]?["value"].text == "24h")
    #expect(byName["broker.password_file"]?["value"].text == secret)
    #expect(!shown.text.contains("hunter2"))
    let table = try await node.run("config", "show", environment: environment).text
    #expect(table.contains(/log\.level +debug +KEYSYNC_LOG_LEVEL\n/))
    #expect(!table.contains("hunter2"))
  }

  @Test func `are tried on the broker when asked`() async throws {
    let node = try await TestNode()
    let (open, closed) = (
      try MosquittoBroker(), try MosquittoBroker(configuration: "listener PORT 127.0.0.1\nallow_anonymous false")
    )
    let right = try await node.run("config", "check", "--broker", environment: ["KEYSYNC_BROKER_URL": open.url])
    #expect(right.code == 0)
    let refused = try await node.run("config", "check", "--broker", environment: ["KEYSYNC_BROKER_URL": closed.url])
    #expect(refused.code == 69)
    #expect(refused.talk.contains("lets nobody in without a name; set 'broker.username'"))
    open.stop()
    let away = try await node.run("config", "check", "--broker", environment: ["KEYSYNC_BROKER_URL": open.url])
    #expect(away.code == 69)
    #expect(away.talk == "keysync: nobody listens at \(open.url); start the broker, or correct 'broker.url'\n")
  }

  @Test func `are checked, and the files they name`() async throws {
    let node = try await TestNode()
    let right = try await node.run("config", "check")
    #expect(right.code == 0)
    #expect(right.talk == "the settings are right: mqtt://127.0.0.1:1, clusters: demo\n")
    let wrong = try await node.run("config", "check", environment: ["KEYSYNC_QUEUE_LIMIT": "0"])
    #expect(wrong.code == 78)
    #expect(wrong.talk.hasPrefix("keysync: KEYSYNC_QUEUE_LIMIT: 'queue_limit' must be"))
    let files = ["KEYSYNC_BROKER_USERNAME": "me", "KEYSYNC_BROKER_PASSWORD_FILE": "/nonexistent"]
    let missing = try await node.run("config", "check", environment: files)
    #expect(missing.code == 78)
    #expect(
      missing.talk
        == "keysync: KEYSYNC_BROKER_PASSWORD_FILE: 'broker.password_file': the file /nonexistent is not there\n"
    )
  }
}
