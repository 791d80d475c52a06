import Testing

@testable import KeySync

struct ConcurrentPagesTests {
  @Test func `pages of which some take longer come back in their order`() throws {
    let pages = ConcurrentPages { (page: Int) in
      (0..<(page.isMultiple(of: 7) ? 20_000 : 1)).reduce(page) { $0 ^ $1 ^ $1 }
    }
    for page in 0..<500 { pages.add(page) }
    #expect(try pages.results() == Array(0..<500))
  }

  @Test func `an error of one page is the error of all`() {
    struct Damage: Error {}
    let pages = ConcurrentPages { (page: Int) throws -> Int in
      guard page != 40 else { throw Damage() }
      return page
    }
    for page in 0..<100 { pages.add(page) }
    #expect(throws: Damage.self) { try pages.results() }
  }

  @Test func `no pages give nothing`() throws {
    #expect(try ConcurrentPages { (page: Int) in page }.results().isEmpty)
  }
}
