/// Where in a JSON value a cursor is, by brackets and quotes alone: enough to see where a value ends,
/// not whether it is one.
struct JSONShape {
  /// Brackets and braces that are open.
  private(set) var depth = 0
  /// Whether the cursor is inside a text.
  private(set) var isInString = false
  private var isEscaped = false

  /// Moves over `bytes`.
  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5c {
          isEscaped = true
        } else if byte == 0x22 {
          isInString = false
        }
        continue
      }
      switch byte {
      case 0x22: isInString = true
      case 0x7b, 0x5b: depth += 1
      case 0x7d, 0x5d: depth -= 1
      default: break
      }
    }
  }
}
