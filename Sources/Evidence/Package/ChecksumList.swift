/// A list of digests in the form that stock tools check: `sha256sum -c`, `cksum -a sm3 -c`.
struct ChecksumList: Sendable {
  /// How a line is written.
  enum Style: Sendable {
    /// `0123…  path`, the form of `sha256sum` and of BagIt manifests.
    case plain
    /// `SM3 (path) = 0123…`, the form of `cksum -a sm3`.
    case tagged(String)
  }

  struct Line: Sendable {
    var path: String
    /// 64 lowercase hex digits.
    var digest: String
    /// One-based.
    var number: Int
  }

  /// A line that is not as we write it.
  struct Defect: Sendable {
    var line: Int
    var reason: String
  }

  private static let digestDigits = 64

  static func text(_ digests: [(path: String, digest: String)], style: Style) -> String {
    let lines = digests.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return lines.map { line in
      switch style {
      case .plain: "\(line.digest)  \(line.path)\n"
      case .tagged(let tag): "\(tag) (\(line.path)) = \(line.digest)\n"
      }
    }.joined()
  }

  /// The well-formed lines, and a defect for each of the others, each path listed again, each
  /// line out of order and a missing last line end.
  static func parse(_ bytes: [UInt8], style: Style) -> (lines: [Line], defects: [Defect]) {
    var lines: [Line] = []
    var defects: [Defect] = []
    var seen: Set<String> = []
    var rows = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if rows.last?.isEmpty == true {
      rows.removeLast()
    } else {
      defects.append(Defect(line: rows.count, reason: "the last line has no end"))
    }
    for (index, row) in rows.enumerated() {
      let number = index + 1
      guard let line = line(row, style: style, number: number) else {
        defects.append(Defect(line: number, reason: "not a digest and a path"))
        continue
      }
      if !seen.insert(line.path).inserted {
        defects.append(Defect(line: number, reason: "the path is listed twice"))
      } else if let last = lines.last, !last.path.utf8.lexicographicallyPrecedes(line.path.utf8) {
        defects.append(Defect(line: number, reason: "the lines are not sorted"))
      }
      lines.append(line)
    }
    return (lines, defects)
  }

  private static func line(_ row: ArraySlice<UInt8>, style: Style, number: Int) -> Line? {
    let digest: ArraySlice<UInt8>
    let path: ArraySlice<UInt8>
    switch style {
    case .plain:
      guard row.count > digestDigits + 2 else { return nil }
      digest = row.prefix(digestDigits)
      let rest = row.dropFirst(digestDigits)
      guard rest.prefix(2).elementsEqual("  ".utf8) else { return nil }
      path = rest.dropFirst(2)
    case .tagged(let tag):
      let opening = Array("\(tag) (".utf8)
      let closing = Array(") = ".utf8)
      guard row.count > opening.count + closing.count + digestDigits,
        row.prefix(opening.count).elementsEqual(opening)
      else { return nil }
      digest = row.suffix(digestDigits)
      let rest = row.dropFirst(opening.count).dropLast(digestDigits)
      guard rest.suffix(closing.count).elementsEqual(closing) else { return nil }
      path = rest.dropLast(closing.count)
    }
    guard digest.allSatisfy(isLowerHex), MemberName.defect(Array(path)) == nil else { return nil }
    return Line(
      path: String(decoding: path, as: UTF8.self), digest: String(decoding: digest, as: UTF8.self),
      number: number)
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
