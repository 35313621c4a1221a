extension RecordFilter {
  /// Whether a request is one the clause is about.
  func matches(_ record: RequestRecord, service: String?) -> Bool {
    for (field, patterns) in globs {
      let matched: Bool
      switch field {
      case .path: matched = patterns.contains { $0.matches(path: record.path) }
      case .method: matched = patterns.contains { $0.matches(record.method?.bytes) }
      case .status: matched = patterns.contains { $0.matches(text: record.status.map(String.init)) }
      case .service: matched = patterns.contains { $0.matches(text: service) }
      }
      if !matched { return false }
    }
    return true
  }
}

/// A glob in which `*` stands for any run of characters, `/` included; nothing else is special.
public struct Glob: Sendable, Hashable {
  /// As written.
  public let pattern: String
  private let bytes: [UInt8]

  /// A glob.
  public init(_ pattern: String) {
    self.pattern = pattern
    bytes = Array(pattern.utf8)
  }

  /// Whether all of `text` matches; no text matches nothing.
  public func matches(_ text: UnsafeRawBufferPointer?) -> Bool {
    guard let text else { return false }
    // Greedy with one step back to the last star: linear for the usual patterns.
    var p = 0
    var t = 0
    var star = -1
    var mark = 0
    while t < text.count {
      if p < bytes.count, bytes[p] == UInt8(ascii: "*") {
        star = p
        mark = t
        p += 1
      } else if p < bytes.count, bytes[p] == text[t] {
        p += 1
        t += 1
      } else if star >= 0 {
        p = star + 1
        mark += 1
        t = mark
      } else {
        return false
      }
    }
    while p < bytes.count, bytes[p] == UInt8(ascii: "*") { p += 1 }
    return p == bytes.count
  }

  /// Whether a path matches; the query string is left out (RULES "where globs").
  func matches(path: ByteText?) -> Bool {
    guard let path else { return false }
    let end = path.bytes.firstIndex(of: UInt8(ascii: "?")) ?? path.bytes.count
    return matches(UnsafeRawBufferPointer(rebasing: path.bytes[0..<end]))
  }

  /// Whether a text matches.
  public func matches(text: String?) -> Bool {
    guard var text else { return false }
    return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
  }
}

/// A file pattern of `sources:` or `--as`: matches the end of a path at a `/` boundary.
public struct FilePattern: Sendable, Hashable {
  private let whole: Glob
  private let tail: Glob

  /// A pattern such as `logs/gateway-access*.jsonl*`.
  public init(_ pattern: String) {
    whole = Glob(pattern)
    tail = Glob("*/" + pattern)
  }

  /// Whether `path` ends in something that matches.
  public func matches(_ path: String) -> Bool {
    whole.matches(text: path) || tail.matches(text: path)
  }
}
