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

  /// A blank, the time in milliseconds, and the line's end.
  static func appendTime(_ nanoseconds: Int64, to text: inout [UInt8]) {
    text.append(UInt8(ascii: " "))
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    if whole == 0 && nanoseconds < 0 { text.append(UInt8(ascii: "-")) }
    appendInteger(whole, to: &text)
    if rest != 0 {
      // No sample of a block has such a time; those of other exports may.
      var tail = String(abs(rest))
      tail = String(repeating: "0", count: 6 - tail.count) + tail
      while tail.last == "0" { tail.removeLast() }
      text += ".\(tail)".utf8
    }
    text.append(UInt8(ascii: "\n"))
  }

  private static func appendInteger(_ value: Int64, to text: inout [UInt8]) {
    if value < 0 { text.append(UInt8(ascii: "-")) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      let count = decimal(value.magnitude, digits)
      text.append(contentsOf: UnsafeBufferPointer(rebasing: digits[(20 - count)...]))
    }
  }

  /// Writes digits so that they end with the buffer of 20 bytes.
  private static func decimal(_ value: UInt64, _ digits: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var rest = value
    var at = 20
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      at -= 1
      digits[at] = 0x30 + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    } while rest > 0
    return 20 - at
  }

  /// The least digits that give the same number back; with an exponent from a million on and
  /// below a ten-thousandth.
  static func append(_ value: Double, to text: inout [UInt8]) {
    guard value.isFinite else {
      text += (value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf").utf8
      return
    }
    if value.magnitude < 1_000_000, let whole = Int64(exactly: value),
      whole != 0 || value.sign == .plus
    {
      appendInteger(whole, to: &text)
      return
    }
    if value.sign == .minus { text.append(UInt8(ascii: "-")) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { digits in
      let number = Digits(value.magnitude, digits)
      number.write(to: &text)
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
      if value < 9_007_199_254_740_992, let whole = UInt64(exactly: value) {
        let length = DumpText.decimal(whole, UnsafeMutableBufferPointer(rebasing: digits[20...]))
        for index in 0..<length { digits[index] = digits[40 - length + index] }
        count = length
        point = length
      } else {
        read(value.description)
      }
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

    func write(to text: inout [UInt8]) {
      let exponent = point - 1
      if exponent < -4 || exponent >= 6 {
        text.append(digits[0])
        if count > 1 {
          text.append(UInt8(ascii: "."))
          text.append(contentsOf: UnsafeBufferPointer(rebasing: digits[1..<count]))
        }
        text += [UInt8(ascii: "e"), UInt8(ascii: exponent < 0 ? "-" : "+")]
        if abs(exponent) < 10 { text.append(0x30) }
        DumpText.appendInteger(Int64(abs(exponent)), to: &text)
        return
      }
      if point <= 0 {
        text += [0x30, UInt8(ascii: ".")]
        for _ in point..<0 { text.append(0x30) }
        text.append(contentsOf: UnsafeBufferPointer(rebasing: digits[0..<count]))
        return
      }
      for index in 0..<point { text.append(index < count ? digits[index] : 0x30) }
      if count > point {
        text.append(UInt8(ascii: "."))
        text.append(contentsOf: UnsafeBufferPointer(rebasing: digits[point..<count]))
      }
    }
  }

  /// `{count:3, sum:4.5, [-2,-1):1, [-0.1,0.1]:1, (1,2]:1}`, buckets that are empty left out.
  static func histogram(_ histogram: NativeHistogram) -> String {
    func number(_ value: Double) -> String {
      var text: [UInt8] = []
      append(value, to: &text)
      return String(decoding: text, as: UTF8.self)
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
