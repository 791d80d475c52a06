/// Why a sealed message could not be opened.
package enum OpeningError: Error, Equatable {
  /// No entry opens with this node's key, or the ciphertext is not what was sealed (`cannot-decrypt`).
  case cannotDecrypt
  /// It was sealed without the padding of ISO/IEC 7816-4 (`malformed`).
  case badPadding
}
