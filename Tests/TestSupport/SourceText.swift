import Foundation

/// A Swift file as text: just enough of its structure to find arguments and bodies.
struct SourceText {
  /// One match: its groups and where it ends.
  struct Match {
    var groups: [String?]
    var end: Int
  }

  /// The text without comments that fill their line.
  let text: String
  private let units: [UInt16]

  init(_ raw: String) {
    text = raw.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    units = Array(text.utf16)
  }

  func matches(_ pattern: String) -> [Match] {
    guard let regex = try? NSRegularExpression(pattern: pattern) else { return [] }
    let whole = NSRange(location: 0, length: units.count)
    return regex.matches(in: text, range: whole).map { match in
      let groups = (1..<max(1, match.numberOfRanges)).map { index -> String? in
        Range(match.range(at: index), in: text).map { String(text[$0]) }
      }
      return Match(groups: groups, end: match.range.location + match.range.length)
    }
  }

  /// The first group of every match.
  func captures(_ pattern: String) -> [String] { matches(pattern).compactMap { $0.groups[0] } }

  /// The types whose declaration is the last one before a match.
  func typesWithInitialiser(_ pattern: String) -> [String] {
    let types = matches(#"\b(?:struct|class|enum|extension) (\w+)[^\n]*\{"#)
    return matches(pattern).compactMap { match in
      types.last { $0.end < match.end }?.groups[0]
    }
  }

  /// The argument at `position` of a call whose bracket ends before `start`.
  func argument(_ position: Int, from start: Int) -> String {
    var at = start
    for _ in 0..<position {
      at = end(from: at, stopsAtLines: false)
      guard at < units.count, units[at] == Self.comma else { return "" }
      at += 1
    }
    return slice(at, end(from: at, stopsAtLines: false))
  }

  /// The expression that begins at `start`.
  func expression(from start: Int) -> String { slice(start, end(from: start, stopsAtLines: true)) }

  /// What stands between a brace that ends before `start` and the one that closes it.
  func body(from start: Int) -> SourceText {
    var depth = 1
    var at = start
    while at < units.count, depth > 0 {
      if units[at] == Self.quote {
        at = afterString(at)
        continue
      }
      if units[at] == Self.openBrace { depth += 1 }
      if units[at] == Self.closeBrace { depth -= 1 }
      at += 1
    }
    return SourceText(slice(start, at))
  }

  /// The literals that an expression may be: itself, or the branches of its conditions.
  static func alternatives(_ expression: String) -> [String] {
    let parts = SourceText(expression)
    return parts.matches(#"(^|[?:=]\s+)\s*"([^"\\]*)""#).compactMap { match in
      match.groups[0]?.hasPrefix("=") == true ? nil : match.groups[1]
    }
  }

  private static let comma = UInt16(UInt8(ascii: ","))
  private static let quote = UInt16(UInt8(ascii: "\""))
  private static let backslash = UInt16(UInt8(ascii: "\\"))
  private static let newline = UInt16(UInt8(ascii: "\n"))
  private static let openBrace = UInt16(UInt8(ascii: "{"))
  private static let closeBrace = UInt16(UInt8(ascii: "}"))
  private static let openers = Set("([{".utf16)
  private static let closers = Set(")]}".utf16)
  private static let continuing = Set("?:".utf16)

  private func slice(_ from: Int, _ to: Int) -> String {
    String(decoding: units[from..<max(from, to)], as: UTF16.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Where the expression at `start` ends: at a comma or bracket of its own depth, or at a line's
  /// end behind which no `?` or `:` goes on.
  private func end(from start: Int, stopsAtLines: Bool) -> Int {
    var depth = 0
    var at = start
    while at < units.count {
      let unit = units[at]
      if unit == Self.quote {
        at = afterString(at)
        continue
      }
      if Self.openers.contains(unit) { depth += 1 }
      if Self.closers.contains(unit) {
        if depth == 0 { return at }
        depth -= 1
      }
      if depth == 0, unit == Self.comma { return at }
      if depth == 0, stopsAtLines, unit == Self.newline {
        let next = units[at...].first { $0 != Self.newline && $0 != 0x20 }
        if !(next.map(Self.continuing.contains) ?? false) { return at }
      }
      at += 1
    }
    return at
  }

  /// Behind the string literal that begins at `start`, interpolations included.
  private func afterString(_ start: Int) -> Int {
    var at = start + 1
    var depth = 0
    while at < units.count {
      let unit = units[at]
      if unit == Self.backslash {
        if at + 1 < units.count, units[at + 1] == 0x28 { depth += 1 }
        at += 2
        continue
      }
      if depth > 0 {
        if unit == 0x28 { depth += 1 }
        if unit == 0x29 { depth -= 1 }
      } else if unit == Self.quote {
        return at + 1
      } else if unit == Self.newline {
        // A literal of several lines: its first quotes were an empty string.
        return at
      }
      at += 1
    }
    return at
  }
}
