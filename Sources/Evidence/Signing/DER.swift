/// Just enough of DER (X.690) to write and read a CMS signature: definite lengths in their
/// shortest form, low tag numbers.
enum DER {
  static let integer: UInt8 = 0x02
  static let octetString: UInt8 = 0x04
  static let objectIdentifier: UInt8 = 0x06
  static let utcTime: UInt8 = 0x17
  static let generalizedTime: UInt8 = 0x18
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31
  /// `[number]`, constructed.
  static func context(_ number: UInt8) -> UInt8 { 0xA0 | number }

  /// One element: tag, length, content.
  static func element(_ tag: UInt8, _ content: [UInt8]...) -> [UInt8] {
    element(tag, joining: content)
  }

  static func element(_ tag: UInt8, joining parts: [[UInt8]]) -> [UInt8] {
    let content = parts.flatMap { $0 }
    return [tag] + length(content.count) + content
  }

  /// SET OF: the elements in ascending order of their encodings.
  static func setOf(_ tag: UInt8, _ elements: [[UInt8]]) -> [UInt8] {
    element(tag, joining: elements.sorted { $0.lexicographicallyPrecedes($1) })
  }

  private static func length(_ count: Int) -> [UInt8] {
    if count < 0x80 { return [UInt8(count)] }
    var digits: [UInt8] = []
    var rest = count
    while rest > 0 {
      digits.insert(UInt8(truncatingIfNeeded: rest), at: 0)
      rest >>= 8
    }
    return [0x80 | UInt8(digits.count)] + digits
  }
}

/// Reads elements one after the other; nil where the bytes are no DER.
struct DERReader {
  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    self.index = bytes.startIndex
  }

  init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  var isAtEnd: Bool { index == bytes.endIndex }

  /// The tag of the next element.
  var nextTag: UInt8? { isAtEnd ? nil : bytes[index] }

  /// The content of the next element, which must have this tag.
  mutating func read(_ tag: UInt8) -> ArraySlice<UInt8>? { next(tag)?.content }

  /// The next element with its tag and length.
  mutating func readWhole(_ tag: UInt8) -> [UInt8]? { next(tag).map { Array($0.whole) } }

  /// A reader of the next element's content.
  mutating func enter(_ tag: UInt8) -> DERReader? { read(tag).map { DERReader($0) } }

  private mutating func next(
    _ tag: UInt8
  ) -> (content: ArraySlice<UInt8>, whole: ArraySlice<UInt8>)? {
    guard bytes.endIndex - index >= 2, bytes[index] == tag else { return nil }
    var start = index + 2
    var count = Int(bytes[index + 1])
    if count >= 0x80 {
      let digits = count & 0x7F
      guard (1...4).contains(digits), bytes.endIndex - start >= digits else { return nil }
      count = bytes[start..<(start + digits)].reduce(0) { $0 << 8 | Int($1) }
      // The shortest form, or one meaning would have several spellings.
      guard count >= 0x80, bytes[start] != 0 else { return nil }
      start += digits
    }
    guard bytes.endIndex - start >= count else { return nil }
    let whole = bytes[index..<(start + count)]
    index = start + count
    return (bytes[start..<index], whole)
  }
}
