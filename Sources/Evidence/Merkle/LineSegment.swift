/// A sensitive value in a run of bytes, as a splitter reports it.
public struct SensitiveSpan: Sendable, Hashable {
  /// Where it lies, in bytes.
  public var range: Range<Int>
  /// Name of the detector or pattern that found it: `SSN`.
  public var rule: String

  /// A value at `range`, found by `rule`.
  public init(range: Range<Int>, rule: String) {
    self.range = range
    self.rule = rule
  }
}

/// Finds the sensitive values of a block of whole lines. Any order, overlaps allowed. Evidence
/// knows no detector itself: whoever packs says what is sensitive.
public typealias SensitiveSplitter = @Sendable (UnsafeRawBufferPointer) -> [SensitiveSpan]

/// One segment of a line: a sensitive value, or what stands between two of them.
public struct LineSegment: Sendable, Hashable {
  /// Where it lies in the line, in bytes; never empty, but in a line of no bytes.
  public var range: Range<Int>
  /// Rule of a sensitive segment; nil for a visible one.
  public var rule: String?

  /// A segment at `range`; with a `rule` it is sensitive.
  public init(range: Range<Int>, rule: String?) {
    self.range = range
    self.rule = rule
  }

  /// A line of `count` bytes, split at sensitive spans only. Spans are cut to the line. Of spans
  /// that overlap one segment is made, under the rule of the one that begins first; where several
  /// begin together, of the longest; then of the first by name.
  public static func split(_ count: Int, at spans: [SensitiveSpan]) -> [LineSegment] {
    guard count > 0, !spans.isEmpty else { return [LineSegment(range: 0..<count, rule: nil)] }
    var out: [LineSegment] = []
    var end = 0
    for span in merged(spans, count) {
      if span.range.lowerBound > end {
        out.append(LineSegment(range: end..<span.range.lowerBound, rule: nil))
      }
      out.append(LineSegment(range: span.range, rule: span.rule))
      end = span.range.upperBound
    }
    if end < count { out.append(LineSegment(range: end..<count, rule: nil)) }
    return out
  }

  /// `spans` cut to `0..<count`, sorted and without overlaps.
  static func merged(_ spans: [SensitiveSpan], _ count: Int) -> [SensitiveSpan] {
    let cut = spans.compactMap { span -> SensitiveSpan? in
      let range = span.range.clamped(to: 0..<count)
      return range.isEmpty ? nil : SensitiveSpan(range: range, rule: span.rule)
    }
    let sorted = cut.sorted { a, b in
      (a.range.lowerBound, -a.range.count, a.rule) < (b.range.lowerBound, -b.range.count, b.rule)
    }
    var out: [SensitiveSpan] = []
    for span in sorted {
      if let last = out.last, span.range.lowerBound < last.range.upperBound {
        let end = max(last.range.upperBound, span.range.upperBound)
        out[out.count - 1].range = last.range.lowerBound..<end
      } else {
        out.append(span)
      }
    }
    return out
  }
}
