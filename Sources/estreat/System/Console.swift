internal import Diagnostics
internal import Glibc

/// The two streams of a command: data on stdout, everything else on stderr.
enum Console {
  /// Writes data to stdout. A reader that went away ends the output, not the program.
  static func output(_ bytes: [UInt8]) { bytes.withUnsafeBytes { output($0) } }

  /// Writes data to stdout.
  static func output(_ bytes: UnsafeRawBufferPointer) { write(bytes, to: STDOUT_FILENO) }

  /// Writes one line to stderr.
  static func note(_ line: String) { raw(line + "\n") }

  /// Writes diagnostics to stderr; notes stay in the machine output.
  static func report(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics where diagnostic.severity > .note { note(diagnostic.rendered) }
  }

  /// Writes raw text to stderr.
  static func raw(_ text: String) {
    Array(text.utf8).withUnsafeBytes { write($0, to: STDERR_FILENO) }
  }

  /// Whether stderr is a terminal.
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether stdout is a terminal that wants colours.
  static var usesColour: Bool {
    isatty(STDOUT_FILENO) == 1 && Environment.value("NO_COLOR") == nil
      && Environment.value("TERM") != "dumb"
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      rest = rest.dropFirst(written)
    }
  }
}

/// The process environment; read here and nowhere else.
enum Environment {
  /// The value of a variable that is set and not empty.
  static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }
}
