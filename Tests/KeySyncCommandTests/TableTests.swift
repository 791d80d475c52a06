import Testing

@testable import KeySyncCommand

struct TableTests {
  @Test func `each column is as wide as its widest cell, in characters`() {
    var table = Table(["KEY", "N", "LAST"])
    table.add(["zoë", "1", "a"])
    table.add(["e\u{301}🔑 long", "\(12345)", ""])
    table.add(["", .init("x", isAlarming: true), "the end"])
    #expect(
      table.text(coloured: false) == """
        KEY      N      LAST
        zoë      1      a
        e\u{301}🔑 long  12345  \("")
                 x      the end
        """
    )
  }

  @Test func `colours do not count, and are for headings and what asks for attention`() {
    var table = Table(["KEY", "STATUS"])
    table.add(["a", .init("Failed", isAlarming: true)])
    table.add([.init("b", isAlarming: true), "Pending"])
    #expect(
      table.text(coloured: true) == """
        \u{1B}[1mKEY\u{1B}[0m  \u{1B}[1mSTATUS\u{1B}[0m
        a    \u{1B}[31mFailed\u{1B}[0m
        \u{1B}[31mb\u{1B}[0m    Pending
        """
    )
  }
}
