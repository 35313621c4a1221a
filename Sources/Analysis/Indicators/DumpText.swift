internal import Glibc

/// The spelling of `promtool tsdb dump`: labels as Go quotes them, numbers as Go's `%g`.
enum DumpText {
  /// `{__name__="up", job="x"} `: labels by the bytes of their names, the metric's name among them.
  static func series(_ series: MetricSeriesID) -> [UInt8] {
    var labels = series.labels
    if !series.name.isEmpty {
      labels.append(MetricSeriesID.Label(name: "__name__", value: series.name))
    }
    labels.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let pairs = labels.map { "\($0.name)=\(quoted($0.value))" }
    return Array("{\(pairs.joined(separator: ", "))} ".utf8)
  }

  /// A text in quotes; what does not print is escaped.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{7}": out += "\\a"
      case "\u{8}": out += "\\b"
      case "\u{b}": out += "\\v"
      case "\u{c}": out += "\\f"
      default:
        if prints(scalar) {
          out.unicodeScalars.append(scalar)
        } else if scalar.value < 0x80 {
          out += "\\x" + hex(scalar.value, 2)
        } else if scalar.value < 0x10000 {
          out += "\\u" + hex(scalar.value, 4)
        } else {
          out += "\\U" + hex(scalar.value, 8)
        }
      }
    }
    return out + "\""
  }

  private static func prints(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7f { return scalar.value >= 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }

  private static func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// Bytes that a number and a time take at most.
  static let numberBytes = 96

  /// A blank, the time in milliseconds, and the line's end, for which there is room.
  @inline(__always) static func appendTime(_ nanoseconds: Int64, to text: LineBuffer) {
    text.append(UInt8(ascii: " "))
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    if whole == 0 && nanoseconds < 0 { text.append(UInt8(ascii: "-")) }
    text.append(whole)
    if rest != 0 { appendFraction(rest.magnitude, to: text) }
    text.append(UInt8(ascii: "\n"))
  }

  /// No sample of a block has a fraction of a millisecond; those of other exports may.
  private static func appendFraction(_ nanoseconds: UInt64, to text: LineBuffer) {
    var tail = String(nanoseconds)
    tail = String(repeating: "0", count: 6 - tail.count) + tail
    while tail.last == "0" { tail.removeLast() }
    text.append("." + tail)
  }

  /// The least digits that give the same number back, for which there is room; with an exponent
  /// from a million on and below a ten-thousandth.
  @inline(__always) static func append(_ value: Double, to text: LineBuffer) {
    if value.magnitude < 1_000_000 {
      let whole = Int64(value)
      if Double(whole) == value, whole != 0 || value.sign == .plus {
        text.append(whole)
        return
      }
    }
    appendOther(value, to: text)
  }

  private static func appendOther(_ value: Double, to text: LineBuffer) {
    guard value.isFinite else {
      text.append(value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf")
      return
    }
    if value.sign == .minus { text.append(UInt8(ascii: "-")) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digits in
      Digits(value.magnitude, digits).spell(into: text)
    }
  }

  /// Digits and where the decimal point stands among them.
  private struct Digits {
    private let digits: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    /// The point stands behind so many digits.
    private var point = 0

    init(_ value: Double, _ digits: UnsafeMutableBufferPointer<UInt8>) {
      self.digits = digits
      read(value.description)
      while count > 1, digits[count - 1] == 0x30 { count -= 1 }
    }

    /// Takes Swift's spelling apart, which has the same digits.
    private mutating func read(_ text: String) {
      var text = text
      text.withUTF8 { bytes in
        var exponent = 0
        var hasPoint = false
        var at = 0
        while at < bytes.count, bytes[at] != UInt8(ascii: "e") {
          let byte = bytes[at]
          at += 1
          if byte == UInt8(ascii: ".") {
            hasPoint = true
            continue
          }
          if !hasPoint { point += 1 }
          if count == 0 && byte == 0x30 {
            point -= 1
            continue
          }
          digits[count] = byte
          count += 1
        }
        if at + 2 < bytes.count {
          for digit in bytes[(at + 2)...] { exponent = exponent * 10 + Int(digit) - 0x30 }
          if bytes[at + 1] == UInt8(ascii: "-") { exponent = -exponent }
        }
        point += exponent
      }
      if count == 0 {
        digits[0] = 0x30
        (count, point) = (1, 1)
      }
    }

    private func add(_ range: Range<Int>, _ text: LineBuffer) {
      text.append(UnsafeRawBufferPointer(UnsafeMutableBufferPointer(rebasing: digits[range])))
    }

    func spell(into text: LineBuffer) {
      let exponent = point - 1
      if exponent < -4 || exponent >= 6 {
        text.append(digits[0])
        if count > 1 {
          text.append(UInt8(ascii: "."))
          add(1..<count, text)
        }
        text.append(UInt8(ascii: "e"))
        text.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        if abs(exponent) < 10 { text.append(UInt8(ascii: "0")) }
        text.append(Int64(abs(exponent)))
        return
      }
      if point <= 0 {
        text.append("0.")
        for _ in point..<0 { text.append(UInt8(ascii: "0")) }
        add(0..<count, text)
        return
      }
      add(0..<min(point, count), text)
      for _ in min(point, count)..<point { text.append(UInt8(ascii: "0")) }
      if count > point {
        text.append(UInt8(ascii: "."))
        add(point..<count, text)
      }
    }
  }

  /// `{count:3, sum:4.5, [-2,-1):1, [-0.1,0.1]:1, (1,2]:1}`, buckets that are empty left out.
  static func histogram(_ histogram: NativeHistogram) -> String {
    let text = LineBuffer()
    func number(_ value: Double) -> String {
      text.clear()
      append(value, to: text)
      return String(decoding: text.bytes, as: UTF8.self)
    }
    var parts = ["count:\(number(histogram.count))", "sum:\(number(histogram.sum))"]
    for bucket in histogram.negative.reversed() {
      let (low, high) = bounds(of: bucket.index, histogram)
      parts.append("[-\(number(high)),-\(number(low))):\(number(bucket.count))")
    }
    if histogram.zeroCount != 0 {
      let edge = number(histogram.zeroThreshold)
      parts.append("[-\(edge),\(edge)]:\(number(histogram.zeroCount))")
    }
    for bucket in histogram.positive {
      let (low, high) = bounds(of: bucket.index, histogram)
      parts.append("(\(number(low)),\(number(high))]:\(number(bucket.count))")
    }
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func bounds(
    of index: Int32, _ histogram: NativeHistogram
  ) -> (low: Double, high: Double) {
    if histogram.schema == NativeHistogram.customSchema {
      let bounds = histogram.customBounds
      let at = Int(index)
      func bound(_ at: Int) -> Double {
        at < 0 ? -.infinity : at < bounds.count ? bounds[at] : .infinity
      }
      return (bound(at - 1), bound(at))
    }
    func bound(_ index: Int64) -> Double {
      exp2(Double(index) * exp2(-Double(histogram.schema)))
    }
    return (bound(Int64(index) - 1), bound(Int64(index)))
  }
}
