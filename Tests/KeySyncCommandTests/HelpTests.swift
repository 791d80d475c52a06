import Testing

@Suite struct `Help` {
  @Test func `of every command has examples that begin with its name`() async throws {
    let dump = try await Keysync.run(["--experimental-dump-help"]).json()
    var names: [String] = []
    func check(_ command: JSON, _ parents: [String]) throws {
      let name = try #require(command["commandName"].text)
      guard name != "help" else { return }
      let path = parents + [name]
      names.append(path.joined(separator: " "))
      let discussion = try #require(command["discussion"].text, "\(path)")
      #expect(command["abstract"].text?.isEmpty == false, "\(path)")
      #expect(discussion.contains("Example"), "\(path)")
      #expect(discussion.contains(path.joined(separator: " ")), "\(path)")
      for index in 0..<(command["subcommands"].count ?? 0) { try check(command["subcommands"][index], path) }
    }
    try check(dump["command"], [])
    #expect(names.count == 50, "\(names)")
  }

  @Test func `and version go to standard output`() async throws {
    let help = try await Keysync.run(["key", "put", "--help"])
    #expect(help.code == 0)
    #expect(help.talk.isEmpty)
    #expect(help.text.contains("keysync key put tls/www"))
    #expect(try await Keysync.run(["--version"]).text == "0.1.0\n")
  }
}
