/// How many persistent sessions a node reads through (PROTOCOL section 9): numbers that divide the sixteen partitions evenly.
public enum LaneCount: Int, CaseIterable, Sendable {
  case one = 1
  case two = 2
  case four = 4
  case eight = 8
  case sixteen = 16
}
