import Yams

/// What is wrong inside the value of a setting, and on which line of the text it was read from.
struct ValueProblem: Error {
  let problem: String
  /// Nil where the text is not a file's.
  var line: Int?

  init(_ problem: String, at node: Yams.Node? = nil) {
    self.problem = problem
    line = node?.mark?.line
  }
}
