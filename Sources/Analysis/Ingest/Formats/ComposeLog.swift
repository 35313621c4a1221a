/// What `docker compose logs` prints: `service-1  | message`, with `-t` a time before the message.
struct ComposeLog: ExportFormat {
  let name = "docker-compose"
  let role = SourceRole.appLog
  let framesAnyLog = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { ComposeLine($0) != nil }).isMostly else { return nil }
    return Recognition(
      confidence: 60, reason: "lines are container, bar, message", role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: FrameReader {
    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      guard let parts = ComposeLine(line.bytes) else { return passOver(line, sink) }
      var content = parts.message
      var stamp: Result<Stamp, StampFault> = .failure(.missing)
      // With `-t` Docker writes nine digits and Z; the application's own stamp stays in the text.
      if let found = LooseStamp(content), found.range.lowerBound == 0, found.end >= 20 {
        let text = content.part(0, found.end)
        if text.last == UInt8(ascii: "Z"), text[10] == UInt8(ascii: "T") {
          stamp = stamps.read(text)
          content = content.rest(found.end + 1)
        }
      }
      var frame = Frame(key: Array(parts.container), content: content, stamp: stamp)
      frame.service = Array(parts.service)
      frame.mayLackTime = true
      take(frame, line, sink)
    }
  }
}

/// The parts of one line; the terminal's codes around the container are no part of it.
private struct ComposeLine {
  var container: UnsafeRawBufferPointer
  /// The container without its number: `web` of `web-1`.
  var service: UnsafeRawBufferPointer
  var message: UnsafeRawBufferPointer

  init?(_ line: UnsafeRawBufferPointer) {
    var at = Self.afterCodes(line, 0)
    let start = at
    while at < line.count, Self.isName(line[at]) { at += 1 }
    guard at > start, at - start <= 128 else { return nil }
    container = line.part(start, at)
    while at < line.count, line[at] == 0x20 { at += 1 }
    at = Self.afterCodes(line, at)
    guard at < line.count, line[at] == UInt8(ascii: "|"), line[at - 1] != UInt8(ascii: "|") else {
      return nil
    }
    at = Self.afterCodes(line, at + 1)
    if at < line.count {
      guard line[at] == 0x20 else { return nil }
      at += 1
    }
    message = line.rest(at)
    let digits = container.reversed().prefix { isDigit($0) }.count
    let base = container.count - digits - 1
    let isNumbered =
      digits > 0 && base > 0
      && (container[base] == UInt8(ascii: "-") || container[base] == UInt8(ascii: "_"))
    service = isNumbered ? container.part(0, base) : container
  }

  private static func isName(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  /// The first byte after terminal codes such as `ESC[2K`.
  private static func afterCodes(_ line: UnsafeRawBufferPointer, _ from: Int) -> Int {
    var at = from
    while at + 1 < line.count, line[at] == 0x1b, line[at + 1] == UInt8(ascii: "[") {
      at += 2
      while at < line.count, !(0x40...0x7e).contains(line[at]) { at += 1 }
      at += 1
    }
    return min(at, line.count)
  }
}
