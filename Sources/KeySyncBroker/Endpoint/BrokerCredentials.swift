/// A user name and its password; the password appears in no description.
package struct BrokerCredentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package let userName: String
  package let password: String?

  package init(userName: String, password: String?) {
    self.userName = userName
    self.password = password
  }

  package var description: String { userName }
  package var debugDescription: String { userName }
  package var customMirror: Mirror { Mirror(self, children: ["userName": userName]) }
}
