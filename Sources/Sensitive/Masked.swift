/// What stands in the place of a secret that was taken out, or was never there.
enum Masked {
  private static let words: Set<String> = [
    "null", "nil", "none", "undefined", "true", "false", "redacted", "masked", "hidden", "filtered",
    "removed", "omitted", "protected", "empty", "n/a",
  ]
  private static let brackets = Set("[]<>{}()*".utf8)
  /// Signs that hide a secret place by place.
  private static let marks = Set("*.-_#xX?•…".utf8)

  /// Whether `value` is empty, a word such as `null` or `[REDACTED]`, made of marks only (`***`,
  /// `xxxx`), or a placeholder (`${NAME}`, `$(command)`, `%s`).
  static func isMasked(_ value: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard let first = value.first else { return true }
    if value.allSatisfy({ marks.contains($0) }) { return true }
    let second = value.dropFirst().first
    if first == UInt8(ascii: "$") {
      return second == nil || second == UInt8(ascii: "{") || second == UInt8(ascii: "(")
    }
    if first == UInt8(ascii: "%"), value.count == 2 { return true }
    guard value.count <= 24 else { return false }
    let word = value.drop { brackets.contains($0) }.prefix { !brackets.contains($0) }
    return words.contains(String(decoding: word, as: UTF8.self).lowercased())
  }
}
