extension TextLayout {
  /// Like `wrap`, for texts that mix Chinese and Latin: a line may also end behind a Chinese
  /// character, and none begins with a closing mark.
  static func wrapMixed(_ head: String, _ text: String) -> [String] {
    let indent = String(repeating: " ", count: width(head))
    let room = max(10, columns - width(head))
    var lines: [String] = []
    var line = ""
    for unit in units(text) {
      let isFull = width(line) + width(trimmed(unit)) > room
      if isFull, !line.isEmpty {
        lines.append(trimmed(line))
        line = ""
      }
      line += line.isEmpty && unit.first == " " ? String(unit.dropFirst()) : unit
    }
    lines.append(trimmed(line))
    return lines.enumerated().map { ($0.offset == 0 ? head : indent) + $0.element }
  }

  /// Pieces that must not be parted: words with the blanks behind them, Chinese characters with
  /// the marks that close them.
  private static func units(_ text: String) -> [String] {
    var found: [String] = []
    var unit = ""
    var isOpen = false
    for character in text {
      let isWide = width(String(character)) == 2
      let closes = "，。；：、）」』？！”…".contains(character)
      // A wide character begins a unit, unless it closes the one before it.
      if !closes, !unit.isEmpty, !isOpen || (isWide && unit.last != "（" && unit.last != "“") {
        found.append(unit)
        unit = ""
      }
      unit.append(character)
      isOpen = !(isWide || closes || character == " ") || character == "（" || character == "“"
    }
    if !unit.isEmpty { found.append(unit) }
    return found
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
