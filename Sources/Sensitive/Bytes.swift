/// Whether a byte is an ASCII digit.
@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Whether a byte is an ASCII letter.
@inline(__always) func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

/// Whether a byte is an ASCII capital.
@inline(__always) func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

/// Whether a byte can be part of a word or number next to a value: what `\w` matches in ASCII.
@inline(__always) func isWord(_ byte: UInt8) -> Bool {
  isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_")
}

/// Whether a byte belongs to the URL-safe base 64 alphabet (RFC 4648, section 5).
func isBase64URL(_ byte: UInt8) -> Bool { isWord(byte) || byte == UInt8(ascii: "-") }

extension UnsafeRawBufferPointer {
  /// The byte at `offset`; 0, which belongs to no value, outside of the text.
  @inline(__always) func at(_ offset: Int) -> UInt8 {
    offset >= 0 && offset < count ? self[offset] : 0
  }

  /// Whether a word begins at `offset`: the byte before is no word byte.
  @inline(__always) func wordStarts(_ offset: Int) -> Bool { !isWord(at(offset - 1)) }

  /// End of the longest run from `start` of bytes that `belongs` accepts, of at most `limit` bytes.
  @inline(__always)
  func end(from start: Int, limit: Int = .max, while belongs: (UInt8) -> Bool) -> Int {
    let stop = limit < count - start ? start + limit : count
    var at = start
    while at < stop, belongs(self[at]) { at += 1 }
    return at
  }

  /// The decimal number of `length` digits at `start`; nil when one of them is no digit.
  func number(_ start: Int, _ length: Int) -> Int? {
    var value = 0
    for offset in start..<(start + length) {
      let byte = at(offset)
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  /// Whether a decimal point joins the value to digits before or behind it, as in `0.13800138000`.
  func isDecimalPart(_ range: Range<Int>) -> Bool {
    let point = UInt8(ascii: ".")
    return at(range.lowerBound - 1) == point && isDigit(at(range.lowerBound - 2))
      || at(range.upperBound) == point && isDigit(at(range.upperBound + 1))
  }
}
