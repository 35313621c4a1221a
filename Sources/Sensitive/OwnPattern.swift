internal import CVectorscan
internal import Glibc

/// A pattern that the appendix defines by a regular expression in vectorscan's syntax: that of PCRE
/// without what can run away, so no back-references, look-around, possessive or atomic groups.
/// `.` does not match a line feed, `^` and `$` are the edges of the text; `(?m)`, `(?s)`, `(?i)` at
/// the start change that. `\d`, `\w`, `\s` and `\b` know ASCII only. The text is UTF-8; a byte that
/// is not stands as the control character SUB.
///
/// **Hits** are those of RE2 with `longest_match`: the leftmost match, of all that begin there the
/// longest, and the next from its end on. `*?` and the order of alternatives change nothing; empty
/// matches are no hits. Vectorscan tells for every end only the leftmost start, so a match may hide
/// behind one that begins inside the hit before; those places are probed one by one. Only an
/// expression that mixes `^` with other beginnings (`^a|b`) has no probe, and may miss such a hit.
struct OwnPattern: Detector {
  let name: String
  private let search: Vectorscan
  private let probe: Vectorscan?
  private static let expressionBytes = 1000

  /// - Throws: `PatternError` for an expression that is no expression, that matches the empty text,
  ///   or that cannot be searched for in bounded time and space.
  init(name: String, expression: String) throws(SensitiveScanner.PatternError) {
    func refused(_ reason: String) -> SensitiveScanner.PatternError {
      SensitiveScanner.PatternError(name: name, reason: reason)
    }
    self.name = name
    guard !expression.isEmpty else { throw refused("it matches the empty text") }
    guard expression.utf8.count <= Self.expressionBytes else {
      throw refused("it is longer than \(Self.expressionBytes) bytes")
    }
    guard !expression.utf8.contains(0) else { throw refused("it contains a zero byte") }
    do throws(Vectorscan.CompileError) {
      let shortest = try Self.shortestMatch(expression)
      search = try Vectorscan.expression(
        expression, flags: HS_FLAG_UTF8 | HS_FLAG_SOM_LEFTMOST)
      // One character of context, then the expression. An anchor inside does not compile.
      probe = try? Vectorscan.expression("^(?s:.)(?:\(expression))", flags: HS_FLAG_UTF8)
      guard shortest > 0 else { throw Vectorscan.CompileError(message: "empty buffer") }
    } catch {
      throw refused(Self.reason(error.message))
    }
  }

  /// Vectorscan's words where they tell the author what to do; ours where they name its flags.
  private static func reason(_ message: String) -> String {
    if message.contains("empty buffer") { return "it matches the empty text" }
    if message.contains("too large") || message.contains("Resource limit") {
      return "it is too large: \(message)"
    }
    return message
  }

  private static func shortestMatch(
    _ expression: String
  ) throws(Vectorscan.CompileError) -> UInt32 {
    var info: UnsafeMutablePointer<hs_expr_info_t>?
    var error: UnsafeMutablePointer<hs_compile_error_t>?
    defer {
      hs_free_compile_error(error)
      free(info)
    }
    let result = hs_expression_info(expression, UInt32(HS_FLAG_UTF8), &info, &error)
    guard result == HS_SUCCESS, let info else {
      let message = error.flatMap { $0.pointee.message }.map { String(cString: $0) }
      throw Vectorscan.CompileError(message: message ?? "error \(result)")
    }
    return info.pointee.min_width
  }

  func find(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    if UTF8Text.isValid(bytes) { return hits(bytes) }
    return UTF8Text.repaired(bytes).withUnsafeBytes(hits)
  }

  private func hits(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    let matches = matches(bytes)
    var hits: [Range<Int>] = []
    var next = 0
    var floor = 0
    // The furthest end of a match that begins before the end of the last hit.
    var hiddenEnd = 0
    while true {
      while next < matches.count, matches[next].lowerBound < floor {
        hiddenEnd = max(hiddenEnd, matches[next].upperBound)
        next += 1
      }
      var hit = next < matches.count ? matches[next] : nil
      if hiddenEnd > floor, let probe {
        let last = min(hiddenEnd, hit.map { $0.lowerBound + 1 } ?? .max)
        hit = probed(bytes, probe, floor..<last) ?? hit
      }
      guard let hit else { return hits }
      hits.append(hit)
      floor = hit.upperBound
    }
  }

  /// For every start that vectorscan reports the longest match, by start.
  private func matches(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var all: [Range<Int>] = []
    search.scan(bytes) { _, range in
      if range.isEmpty { return }
      if let last = all.last, last.lowerBound == range.lowerBound {
        all[all.count - 1] = range.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        all.append(range)
      }
    }
    all.sort { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
    return all
  }

  /// The longest match at the first of `starts`, all behind the first character, that has one.
  private func probed(
    _ bytes: UnsafeRawBufferPointer, _ probe: Vectorscan, _ starts: Range<Int>
  ) -> Range<Int>? {
    for start in starts where !UTF8Text.isContinuation(bytes[start]) {
      var context = start - 1
      while context > 0, UTF8Text.isContinuation(bytes[context]) { context -= 1 }
      var end = start
      probe.scan(UnsafeRawBufferPointer(rebasing: bytes[context...])) { _, range in
        end = max(end, context + range.upperBound)
      }
      if end > start { return start..<end }
    }
    return nil
  }
}
