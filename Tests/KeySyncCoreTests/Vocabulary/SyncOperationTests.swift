import KeySyncCore
import Testing

struct SyncOperationTests {
  @Test func `operations have the wire's numbers and words`() {
    #expect(SyncOperation.allCases.map(\.rawValue) == [0, 1, 2, 3])
    #expect(SyncOperation.allCases.map(\.description) == ["create", "update", "delete", "metadata-sync"])
    #expect(SyncOperation(rawValue: 4) == nil)
  }

  @Test func `verbs have the wire's numbers and words`() {
    #expect(Verb.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    #expect(Verb.allCases.map(\.description) == ["create", "update", "delete", "describe", "read"])
    #expect(Verb(rawValue: 5) == nil)
    #expect(Verb.allCases == Verb.allCases.sorted())
  }

  @Test func `words are read back, others are refused`() {
    for operation in SyncOperation.allCases { #expect(SyncOperation(operation.description) == operation) }
    for verb in Verb.allCases { #expect(Verb(verb.description) == verb) }
    for text in ["", "Create", "create ", "metadataSync", "write"] {
      #expect(SyncOperation(text) == nil)
      #expect(Verb(text) == nil)
    }
    #expect(SyncOperation("describe") == nil && Verb("metadata-sync") == nil)
  }

  @Test func `each operation needs its own verb, none needs read`() {
    #expect(SyncOperation.allCases.map(\.verb) == [.create, .update, .delete, .describe])
  }
}
