import Foundation

/// The repository as text: what the tidy tests look at.
struct TidyTree {
  /// One source file.
  struct File {
    /// Path from the repository's root.
    let path: String
    let text: String

    var name: String { String(path.split(separator: "/").last ?? "") }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// The text with comments and the insides of string literals blanked out.
    var code: String { SwiftText.codeOnly(text) }
  }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Swift files below `folder`, sorted by path; none when there is no such folder.
  static func swiftFiles(_ folder: String) throws -> [File] {
    let base = root.appendingPathComponent(folder).path
    guard FileManager.default.fileExists(atPath: base) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: base)
      .filter { $0.hasSuffix(".swift") }.sorted()
      .map { File(path: folder + "/" + $0, text: try read(base + "/" + $0)) }
  }

  /// One file by its path from the root.
  static func file(_ path: String) throws -> File {
    File(path: path, text: try read(root.appendingPathComponent(path).path))
  }

  /// Names in a folder, sorted; none when there is no such folder.
  static func names(in folder: String) -> [String] {
    let path = root.appendingPathComponent(folder).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  private static func read(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}

/// Just enough of Swift's lexical structure to tell code from comments and strings.
enum SwiftText {
  /// `text` with comments removed and string literals emptied; line breaks stay.
  static func codeOnly(_ text: String) -> String {
    var out: [UInt8] = []
    let bytes = Array(text.utf8)
    var i = 0
    func starts(_ token: String) -> Bool { bytes[i...].starts(with: token.utf8) }
    while i < bytes.count {
      if starts("//") {
        while i < bytes.count, bytes[i] != UInt8(ascii: "\n") { i += 1 }
      } else if starts("/*") {
        while i < bytes.count, !starts("*/") {
          if bytes[i] == UInt8(ascii: "\n") { out.append(bytes[i]) }
          i += 1
        }
        i = min(bytes.count, i + 2)
      } else if starts("\"\"\"") {
        i = skip(bytes, from: i + 3, to: "\"\"\"", &out)
      } else if starts("\"") {
        i = skip(bytes, from: i + 1, to: "\"", &out)
      } else {
        out.append(bytes[i])
        i += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func skip(
    _ bytes: [UInt8], from start: Int, to end: String, _ out: inout [UInt8]
  ) -> Int {
    var i = start
    out += "\"\"".utf8
    while i < bytes.count, !bytes[i...].starts(with: end.utf8) {
      if bytes[i] == UInt8(ascii: "\\") { i += 1 }
      if i < bytes.count, bytes[i] == UInt8(ascii: "\n") { out.append(bytes[i]) }
      i += 1
    }
    return min(bytes.count, i + end.utf8.count)
  }

  /// Modules that a file imports, with the line of each.
  static func imports(_ code: String) -> [String] {
    code.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
        words[..<at].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains(String($0)) })
      else { return nil }
      // `import struct Foundation.Date` names the module second.
      let kinds = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
      let module =
        kinds.contains(String(words[at + 1])) ? words.dropFirst(at + 2).first : words[at + 1]
      return module.map { String($0.prefix { $0 != "." }) }
    }
  }

  private static let accessLevels = ["public", "package", "internal", "fileprivate", "private"]

  /// Types that declare conformance to `protocolName` where they are declared.
  static func types(conformingTo protocolName: String, in code: String) -> [String] {
    let pattern =
      #"(?:struct|final class|class|enum|actor)\s+(\w+)(?:<[^>]*>)?\s*:\s*([^{]*)\{"#
    guard let regex = try? NSRegularExpression(pattern: pattern) else { return [] }
    let range = NSRange(code.startIndex..., in: code)
    return regex.matches(in: code, range: range).compactMap { match in
      guard let name = Range(match.range(at: 1), in: code),
        let list = Range(match.range(at: 2), in: code)
      else { return nil }
      let conformances = code[list].split { !($0.isLetter || $0.isNumber || $0 == "_") }
      return conformances.contains { $0 == protocolName } ? String(code[name]) : nil
    }
  }

  /// Whether `word` occurs in `code` as a whole word.
  static func mentions(_ word: String, in code: String) -> Bool {
    code.range(of: "\\b\(word)\\b", options: .regularExpression) != nil
  }
}
