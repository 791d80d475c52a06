import Testing

@testable import KeySyncCore

@Suite struct `The share of a worker` {
  @Test func `is everything where it is alone`() {
    let share = LaneShare(of: 4, held: [:], among: ["a"], for: "a")
    #expect(share.claimed == [0, 1, 2, 3])
    #expect(share.surplus == [])
  }

  @Test func `is half where a second one has come, and lane 0 stays where it was`() {
    let held = [0: "a", 1: "a", 2: "a", 3: "a"]
    #expect(LaneShare(of: 4, held: held, among: ["a", "b"], for: "a").surplus == [2, 3])
    #expect(LaneShare(of: 4, held: held, among: ["a", "b"], for: "b").claimed == [])
    let given = [0: "a", 1: "a"]
    #expect(LaneShare(of: 4, held: given, among: ["a", "b"], for: "b").claimed == [2, 3])
  }

  @Test func `is nothing for a worker too many, whatever its name`() {
    let share = LaneShare(of: 1, held: [0: "b"], among: ["a", "b"], for: "a")
    #expect(share == LaneShare(of: 1, held: [0: "b"], among: ["b"], for: "a"))
    #expect(share.claimed == [])
    #expect(LaneShare(of: 1, held: [0: "b"], among: ["a", "b"], for: "b").surplus == [])
  }

  @Test func `leaves alone what a worker holds that is not known to live`() {
    let share = LaneShare(of: 2, held: [0: "gone"], among: ["a"], for: "a")
    #expect(share.claimed == [1])
  }

  @Test func `moves one lane where a third worker comes to four`() {
    var table = Table(lanes: 4, workers: ["b", "c"])
    table.settle()
    let before = table.held
    table.workers.append("a")
    table.settle()
    #expect(table.counts == ["a": 1, "b": 2, "c": 1])
    #expect(before.count { table.held[$0.key] != $0.value } == 1)
  }

  @Test(arguments: LaneCount.allCases)
  func `comes to rest evenly however workers come and go`(lanes: LaneCount) {
    var random = SystemRandomNumberGenerator()
    var table = Table(lanes: lanes.rawValue, workers: [])
    let names = (0..<20).map { "w\($0)" }
    for _ in 0..<200 {
      let name = names.randomElement(using: &random) ?? "w0"
      if let index = table.workers.firstIndex(of: name) {
        table.workers.remove(at: index)
        table.held = table.held.filter { $0.value != name }
      } else {
        table.workers.append(name)
      }
      table.settle()
      guard !table.workers.isEmpty else { continue }
      let (base, rest) = lanes.rawValue.quotientAndRemainder(dividingBy: table.workers.count)
      #expect(table.held.count == lanes.rawValue)
      #expect(table.workers.allSatisfy { [base, base + 1].contains(table.counts[$0, default: 0]) })
      #expect(table.workers.count { table.counts[$0, default: 0] == base + 1 } == rest)
    }
  }
}

/// Workers that each do what their share says, in any order, until nothing moves any more.
private struct Table {
  let lanes: Int
  var workers: [String]
  var held: [Int: String] = [:]

  var counts: [String: Int] { held.values.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

  mutating func settle() {
    for _ in 0..<100 {
      let before = held
      for worker in workers.shuffled() {
        let share = LaneShare(of: lanes, held: held, among: workers, for: worker)
        for lane in share.surplus { held[lane] = nil }
        for lane in share.claimed { held[lane] = worker }
      }
      if held == before { return }
    }
    Issue.record("it never comes to rest: \(held)")
  }
}
