/// Says which lines belong to the stack trace that began on a line before.
///
/// Runtimes write a panic or an exception as lines without a prefix of their own; between the
/// lines of other streams only their shape tells. A line that carries a stamp, a klog head or a
/// JSON object always begins a record of its own.
struct TraceFollower {
  private enum Mode { case record, panic, goTrace, python, pythonEnd }
  private var mode: Mode
  private var lines = 0

  /// Follows what `first` begins.
  init(_ first: UnsafeRawBufferPointer) {
    if Self.isPanic(first) {
      mode = .panic
    } else if Self.isGoroutine(first) {
      mode = .goTrace
    } else {
      mode = first.has("Traceback (most recent") ? .python : .record
    }
  }

  /// Whether `line` goes on with the record.
  mutating func continues(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let first = line.first else { return mode != .record }
    if first == UInt8(ascii: "{") || LooseStamp(line) != nil || KlogHead(line) != nil {
      return false
    }
    if Self.isPanic(line) { return false }
    lines += 1
    if Self.isGoroutine(line) {
      mode = .goTrace
      return true
    }
    switch mode {
    case .panic:
      // A panic's message may have lines of its own before the first stack.
      if line.has("runtime stack:") || isTraceLine(line) { mode = .goTrace }
      return mode == .goTrace || lines <= 8
    case .goTrace: return Self.isGoTraceLine(line)
    case .python:
      if first != 0x20 && first != 0x09 { mode = .pythonEnd }
      return true
    case .pythonEnd, .record: break
    }
    if line.has("Traceback (most recent") {
      mode = .python
      return true
    }
    if mode == .pythonEnd, line.has("During handling of") || line.has("The above exception") {
      return true
    }
    return isTraceLine(line) || first == 0x09 || line.has("  ")
  }

  /// `panic: …` and the runtime's own `fatal error: …`.
  static func isPanic(_ line: UnsafeRawBufferPointer) -> Bool {
    line.has("panic: ") || line.has("fatal error: ")
  }

  /// `goroutine 18 [running]:`.
  static func isGoroutine(_ line: UnsafeRawBufferPointer) -> Bool {
    guard line.has("goroutine "), line.count > 12 else { return false }
    let digits = line.rest(10).prefix { isDigit($0) }.count
    return digits > 0 && line.has(" [", at: 10 + digits)
  }

  private static func isGoTraceLine(_ line: UnsafeRawBufferPointer) -> Bool {
    if line.first == 0x09 || line.first == 0x20 || line.has("created by ") { return true }
    if line.has("[signal ") || line.has("exit status ") || line.has("runtime stack:") {
      return true
    }
    if line.has("...additional frames elided") || line.has("PC=0x") { return true }
    if line.last == UInt8(ascii: ")"), line.contains(UInt8(ascii: "(")) { return true }
    // Registers: `rax    0x0`; frames without a tab: `/usr/lib/golang/src/runtime/panic.go:608`.
    if line.first == UInt8(ascii: "/"), find(".go:", in: line) != nil { return true }
    return line.count < 40 && find(" 0x", in: line) != nil
  }
}

/// Whether a line is part of a stack trace by its shape: frames of Java, .NET, Python and Go, and
/// the lines between them.
func isTraceLine(_ line: UnsafeRawBufferPointer) -> Bool {
  guard let indent = line.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return false }
  let body = line.rest(indent)
  if indent > 0, body.has("at ") || body.has("File \"") || body.has("... ") { return true }
  if body.has("Caused by: ") || body.has("Suppressed: ") || body.has("--- End of ") { return true }
  if indent > 0, body.has("---> ") || body.has("created by ") { return true }
  if body.has("Traceback (most recent") || TraceFollower.isGoroutine(body) { return true }
  if isGoFrame(body) { return true }
  return indent == 0 && isExceptionName(body)
}

/// `/path/file.go:123 +0x1d`.
private func isGoFrame(_ body: UnsafeRawBufferPointer) -> Bool {
  guard let at = find(".go:", in: body), at + 4 < body.count, isDigit(body[at + 4]) else {
    return false
  }
  return !body.part(0, at).contains { $0 <= 0x20 }
}

/// `java.lang.IllegalStateException: …`, `System.InvalidOperationException: …`, `ValueError: …`.
func isExceptionName(_ line: UnsafeRawBufferPointer) -> Bool {
  if line.has("Exception in thread ") { return true }
  let name = line.prefix { byte in
    isDigit(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }
  guard name.count == line.count || line[name.count] == UInt8(ascii: ":") else { return false }
  let text = UnsafeRawBufferPointer(rebasing: name)
  return text.count > 9 && text.rest(text.count - 9).has("Exception")
    || text.count > 5 && text.rest(text.count - 5).has("Error")
    || text.count > 9 && text.rest(text.count - 9).has("Throwable")
}

/// The stack trace inside the text of one record: from the line after the first, or from the
/// first where that line is itself the panic or exception; nil when no line is a frame.
func stackTrace(in text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
  guard let lineEnd = text.firstIndex(of: 0x0a) else { return nil }
  let first = text.firstLine
  let body = text.rest(lineEnd + 1)
  guard body.split(separator: 0x0a).contains(where: { isTraceLine(.init(rebasing: $0)) }) else {
    return nil
  }
  let isWhole =
    TraceFollower.isPanic(first) || isExceptionName(first) || first.has("Traceback (most recent")
  return isWhole ? text : body
}
