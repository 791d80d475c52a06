import Foundation

/// An authority for certificates in a directory of its own, made by the `openssl` command.
package struct CertificateAuthority: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// A certificate and its key, as PEM files that live as long as the authority and this.
  package struct Certificate: Sendable {
    package let certificateFile: String
    package let keyFile: String
    fileprivate let directory: TemporaryDirectory

    fileprivate init(_ name: String, in directory: TemporaryDirectory) {
      certificateFile = directory.file("\(name).crt")
      keyFile = directory.file("\(name).key")
      self.directory = directory
    }
  }

  private let directory: TemporaryDirectory

  package init() throws {
    directory = try TemporaryDirectory()
    try openssl(
      "req -x509 -subj /CN=authority -days 2 -addext basicConstraints=critical,CA:TRUE -out ca.crt \(Self.newKey("ca"))"
    )
  }

  /// The authority's own certificate.
  package var certificateFile: String { directory.file("ca.crt") }

  /// A certificate in date.
  /// - Parameters:
  ///   - name: what its files are called.
  ///   - subject: for whom, for example `IP:127.0.0.1` or `DNS:broker.example`.
  ///   - days: for how long; negative for one that has expired.
  package func issue(_ name: String, for subject: String = "IP:127.0.0.1", days: Int = 2) throws -> Certificate {
    try "subjectAltName=\(subject)".write(toFile: directory.file("\(name).ext"), atomically: true, encoding: .utf8)
    try openssl("req -new -subj /CN=\(name) -out \(name).csr \(Self.newKey(name))")
    try openssl(
      "x509 -req -in \(name).csr -CA ca.crt -CAkey ca.key -CAcreateserial -days \(days) -extfile \(name).ext -out \(name).crt"
    )
    return Certificate(name, in: directory)
  }

  private static func newKey(_ name: String) -> String {
    "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key"
  }

  private func openssl(_ arguments: String) throws {
    let words = ["/usr/bin/env", "openssl"] + arguments.split(separator: " ").map(String.init)
    guard let process = LeashedProcess(words, directory: directory.path, log: "log"), process.waitForSuccess() else {
      let log = (try? String(contentsOfFile: directory.file("log"), encoding: .utf8)) ?? ""
      throw Failure(description: "openssl \(arguments): \(log)")
    }
  }
}
