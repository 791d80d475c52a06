import CMosquitto
import Testing

@testable import KeySyncBroker

@Suite struct `A connection that breaks` {
  private let error = MosquittoError(MOSQ_ERR_CONN_LOST)

  @Test func `within seconds, for the third time in a row, is unsteady`() {
    var steadiness = Steadiness()
    let ends = (0..<4).map { _ in steadiness.judge(.lost(error), afterHolding: .seconds(1)) }
    #expect(ends == [.lost(error), .lost(error), .unsteady(error), .unsteady(error)])
  }

  @Test func `is an accident after one that held, or one that did not come about`() {
    var steadiness = Steadiness()
    for end in [
      (ConnectionEnd.lost(error), held: Duration?.some(.seconds(60))), (.unreachable(error), nil), (.redelivery, .zero),
    ] {
      for _ in 0..<2 { _ = steadiness.judge(.lost(error), afterHolding: .seconds(1)) }
      #expect(steadiness.judge(end.0, afterHolding: end.held) == end.0)
      #expect(steadiness.judge(.lost(error), afterHolding: .seconds(1)) == .lost(error))
    }
  }
}
