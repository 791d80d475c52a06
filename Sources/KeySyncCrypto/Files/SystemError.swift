import Glibc

/// A call of the system that failed, with the number it gave.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  package let call: String
  package let number: Int32

  /// The failure that `errno` tells of just after the call, or one of another number.
  init(_ call: String, number: Int32 = errno) {
    self.call = call
    self.number = number
  }

  package var description: String {
    guard let text = unsafe strerror(number) else { return "\(call): error \(number)" }
    return unsafe "\(call): \(String(cString: text)) (error \(number))"
  }
}
