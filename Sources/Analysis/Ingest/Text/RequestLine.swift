/// Method and path of a request line; nothing of bytes that are none, such as a TLS greeting
/// sent to a plain port.
struct RequestLine {
  /// Absent where the line is no request.
  private(set) var method: UnsafeRawBufferPointer?
  /// Query string included, escapes as written.
  private(set) var path: UnsafeRawBufferPointer?

  /// Reads `GET /path HTTP/1.1`; HTTP/0.9 leaves the protocol out.
  init(_ text: UnsafeRawBufferPointer) {
    var scan = LineScan(text)
    guard let verb = scan.word(), verb.count <= 32, Self.isMethod(verb), scan.skip(0x20) else {
      return
    }
    let target = scan.slice(scan.at, Self.targetEnd(text, from: scan.at))
    guard let first = target.first, !target.isAbsent else { return }
    let hasProtocol = scan.at + target.count < text.count
    guard hasProtocol || (first == UInt8(ascii: "/") && !target.contains(0x20)) else { return }
    method = verb
    path = target
  }

  private static func isMethod(_ word: UnsafeRawBufferPointer) -> Bool {
    guard let first = word.first, first &- 0x41 < 26 else { return false }
    return word.allSatisfy {
      $0 &- 0x41 < 26 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
  }

  /// Before the last ` HTTP/…`, or the end.
  private static func targetEnd(_ text: UnsafeRawBufferPointer, from: Int) -> Int {
    guard let space = text[from...].lastIndex(of: 0x20) else { return text.count }
    var scan = LineScan(text)
    scan.at = space + 1
    return scan.literal("HTTP/") ? space : text.count
  }

  /// The path of an absolute URL; a path stays what it is.
  static func path(ofURL url: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard url.first != UInt8(ascii: "/"), let scheme = find("://", in: url) else { return url }
    guard let slash = url[(scheme + 3)...].firstIndex(of: UInt8(ascii: "/")) else { return nil }
    return UnsafeRawBufferPointer(rebasing: url[slash...])
  }
}

/// Resolves the escapes of access logs: `\xE9` of nginx and Apache, `\"`, `\\` and `\t` of Apache.
///
/// A class because it owns the memory, which is reused from line to line.
final class LineEscapes {
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var used = 0

  deinit { memory.deallocate() }

  /// A new line begins; texts of the one before are forgotten.
  func begin() { used = 0 }

  /// The text with its escapes resolved, valid until the next line.
  /// - Parameter lineCount: length of the whole line; no more is ever needed for its fields.
  func text(_ source: UnsafeRawBufferPointer, lineCount: Int) -> ByteText {
    guard source.contains(UInt8(ascii: "\\")) else { return ByteText(source) }
    if used == 0, memory.count < lineCount {
      memory.deallocate()
      memory = .allocate(byteCount: max(lineCount, 4096), alignment: 8)
    }
    guard memory.count - used >= source.count else { return ByteText(source) }
    let from = used
    var at = 0
    while at < source.count {
      let (byte, width) = Self.next(source, at)
      memory[used] = byte
      used += 1
      at += width
    }
    return ByteText(UnsafeRawBufferPointer(rebasing: memory[from..<used]))
  }

  private static func next(_ source: UnsafeRawBufferPointer, _ at: Int) -> (UInt8, Int) {
    guard source[at] == UInt8(ascii: "\\"), at + 1 < source.count else { return (source[at], 1) }
    switch source[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return (source[at + 1], 2)
    case UInt8(ascii: "t"): return (0x09, 2)
    case UInt8(ascii: "n"): return (0x0a, 2)
    case UInt8(ascii: "v"): return (0x0b, 2)
    case UInt8(ascii: "r"): return (0x0d, 2)
    case UInt8(ascii: "b"): return (0x08, 2)
    case UInt8(ascii: "x"):
      guard at + 3 < source.count, let high = hexDigit(source[at + 2]),
        let low = hexDigit(source[at + 3])
      else { return (source[at], 1) }
      return (UInt8(truncatingIfNeeded: high << 4 | low), 4)
    default: return (source[at], 1)
    }
  }
}
