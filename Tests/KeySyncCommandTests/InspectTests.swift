import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Inspection` {
  private func inspect(_ hex: String, cluster: String = "prod", _ arguments: String...) async throws -> Outcome {
    try await Keysync.run(
      ["inspect", "-", "--hex", "--cluster", cluster] + arguments,
      input: Array(hex.utf8) + [UInt8(ascii: "\n")]
    )
  }

  @Test func `shows every record of the vectors with its fields`() async throws {
    for record in try Vectors.load("records", as: Vectors.Records.self).valid {
      let outcome = try await inspect(record.encoded, cluster: record.cluster)
      #expect(outcome.code == 0, "\(record.name): \(outcome.talk)")
      let json = try outcome.json()
      #expect(json["typ"].text == "keysync-record")
      #expect(json["record_id"].text == record.record_id, "\(record.name)")
      #expect(json["key_id"].text == record.key_id)
      #expect(json["version"].number == record.version)
      #expect(json["parents"].texts == record.parents)
      #expect(json["operation"].text == record.operation)
      #expect(json["last_modified"].number == record.last_modified)
      #expect(json["crypto_algorithm"].text == record.crypto_algorithm)
      #expect(json["data_commitment"].text ?? "" == record.data_commitment)
    }
  }

  @Test func `refuses every bad record with its word`() async throws {
    // A record under another type is judged as that type: its payload has no protocol version 1.
    for record in try Vectors.load("records", as: Vectors.Records.self).invalid where record.name != "wrong-typ" {
      let outcome = try await inspect(record.encoded)
      #expect(outcome.code == 65, "\(record.name)")
      #expect(outcome.text == "{\n  \"refusal\" : \"\(record.refusal ?? "")\"\n}\n", "\(record.name)")
      #expect(outcome.talk.hasPrefix("keysync: "))
    }
  }

  @Test func `opens every message of the vectors as a recipient`() async throws {
    let directory = try TemporaryDirectory()
    let bob = try Vectors.home(of: "bob", in: directory)
    for message in try Vectors.load("messages", as: Vectors.Messages.self).valid {
      let outcome = try await inspect(message.encoded, "--recipient-home", bob)
      #expect(outcome.code == 0, "\(message.name): \(outcome.talk)")
      let json = try outcome.json()
      #expect(json["typ"].text == "keysync-message")
      #expect(json["changes"].count ?? 0 > 0, "\(message.name)")
      #expect(json["changes"][0]["record"]["key_id"].text != nil, "\(message.name)")
      #expect(json["changes"][0]["key_data"]["commitment_holds"].flag ?? true, "\(message.name)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: bob) == ["node.key"])
  }

  @Test func `judges form, signature and encryption, but not trust, time and topic`() async throws {
    let directory = try TemporaryDirectory()
    let bob = try Vectors.home(of: "bob", in: directory)
    let judged = ["malformed", "unsupported-version", "bad-signature", "cannot-decrypt"]
    // The first is a record, which can be looked into as one; the second is not sealed to Bob, which is no fault of it.
    let fine = ["record-as-message", "sealed-for-carol-only"]
    for message in try Vectors.load("messages", as: Vectors.Messages.self).invalid {
      let outcome = try await inspect(message.encoded, "--recipient-home", bob)
      let word = try #require(message.refusal)
      let isRefused = judged.contains(word) && !fine.contains(message.name)
      #expect(outcome.code == (isRefused ? 65 : 0), "\(message.name): \(outcome.talk)")
      #expect(try outcome.json()["refusal"].text == (isRefused ? word : nil), "\(message.name)")
    }
  }

  @Test func `names what is wrong with a change, and shows the rest`() async throws {
    let judged = ["bad-record", "bad-record-signature", "commitment-mismatch", "key-mismatch"]
    for message in try Vectors.load("messages", as: Vectors.Messages.self).changes {
      let outcome = try await inspect(message.encoded)
      let word = try #require(message.change_outcome)
      #expect(outcome.code == (judged.contains(word) ? 65 : 0), "\(message.name)")
      let change = try outcome.json()["changes"][0]
      switch word {
      case "bad-record", "bad-record-signature": #expect(change["record"]["refusal"].text == word, "\(message.name)")
      case "commitment-mismatch": #expect(change["key_data"]["commitment_holds"].flag == false, "\(message.name)")
      case "key-mismatch": #expect(change["key_data"]["matches_algorithm"].flag == false, "\(message.name)")
      default: #expect(change["record"]["key_id"].text != nil, "\(message.name)")
      }
    }
  }

  @Test func `shows the other objects`() async throws {
    let fields = [
      "keysync-announcement": "fingerprint", "keysync-receipt": "receipts", "keysync-reconcile": "negentropy_message",
      "keysync-fetch": "record_ids",
    ]
    for object in try Vectors.load("objects", as: [Vectors.Object].self) {
      let outcome = try await inspect(object.encoded)
      #expect(outcome.code == 0, "\(object.name)")
      let json = try outcome.json()
      #expect(json["typ"].text == object.typ)
      #expect(json.names.contains(try #require(object.typ.flatMap { fields[$0] })))
      let elsewhere = try await inspect(object.encoded, cluster: "staging")
      #expect(elsewhere.code == 65)
      #expect(try elsewhere.json()["refusal"].text == "bad-signature")
    }
  }

  @Test func `shows key data only when asked`() async throws {
    let message = try #require(try Vectors.load("messages", as: Vectors.Messages.self).valid.first)
    let data = "8383f04efe7602d768a7497416ce817c5b4426db140a1e0473ea22cada2deffb"
    let hidden = try await inspect(message.encoded)
    #expect(try hidden.json()["changes"][0]["key_data"]["length"].number == 32)
    #expect(!hidden.text.contains(data))
    #expect(try await inspect(message.encoded, "--show-data").json()["changes"][0]["key_data"]["bytes"].text == data)
  }

  @Test func `reads bytes from a file for the only cluster of the node`() async throws {
    let node = try await TestNode()
    let path = node.directory.file("frame")
    try Data([0xD2, 0x84]).write(to: URL(fileURLWithPath: path))
    let outcome = try await node.run("inspect", path)
    #expect(outcome.code == 65)
    #expect(try outcome.json()["refusal"].text == "malformed")
    #expect(try await Keysync.run(["inspect", path]).code == 64)
    let large = [UInt8](repeating: 0xD2, count: 256 * 1024 + 1)
    try Data(large).write(to: URL(fileURLWithPath: path))
    #expect(try await node.run("inspect", path).json()["refusal"].text == "too-large")
    #expect(try await node.run("inspect", "-", "--hex", input: Array("xyz".utf8)).code == 65)
  }
}
