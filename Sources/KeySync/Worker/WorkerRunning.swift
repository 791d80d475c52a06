/// A worker that is to be retired still runs.
public struct WorkerRunning: Error, Equatable, CustomStringConvertible {
  /// What it is called.
  public let worker: WorkerName
  /// Its process.
  public let processID: Int32

  /// One sentence with the advice.
  public var description: String {
    "worker \(worker) runs (process \(processID)); stop it first. One that was killed counts as running for three statistics "
      + "intervals"
  }
}
