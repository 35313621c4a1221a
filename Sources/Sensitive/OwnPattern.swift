/// A pattern that the appendix defines by a regular expression.
///
/// Stack traces are few and short beside the logs, so the standard library's engine serves; it
/// backtracks, which is why the text it is given is bounded.
struct OwnPattern: Detector {
  let name: String
  private let expression: String
  /// Longest text one pattern is run over, in bytes; more is cut into overlapping pieces.
  private static let pieceBytes = 64 << 10
  private static let overlapBytes = 1 << 10

  init(name: String, expression: String) throws(SensitiveScanner.PatternError) {
    self.name = name
    self.expression = expression
    do {
      let compiled = try Regex(expression)
      if try compiled.firstMatch(in: "") != nil {
        throw SensitiveScanner.PatternError(name: name, reason: "it matches the empty text")
      }
    } catch let error as SensitiveScanner.PatternError {
      throw error
    } catch {
      throw SensitiveScanner.PatternError(name: name, reason: "\(error)")
    }
  }

  func find(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    guard let compiled = try? Regex(expression).matchingSemantics(.unicodeScalar) else { return [] }
    var hits: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.pieceBytes)
      // Latin-1 keeps one scalar a byte, so that positions are byte offsets.
      var text = String.UnicodeScalarView()
      for byte in bytes[start..<end] { text.append(Unicode.Scalar(byte)) }
      let piece = String(text)
      for match in piece.matches(of: compiled) {
        let scalars = piece.unicodeScalars
        let low = start + scalars.distance(from: scalars.startIndex, to: match.range.lowerBound)
        let high = start + scalars.distance(from: scalars.startIndex, to: match.range.upperBound)
        if low < hits.last?.upperBound ?? 0 { continue }
        hits.append(low..<high)
      }
      if end == bytes.count { break }
      start = end - Self.overlapBytes
    }
    return hits
  }
}
