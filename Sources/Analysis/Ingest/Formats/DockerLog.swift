/// Docker's json-file driver: `{"log":"…\n","stream":"stdout","time":"…"}`.
///
/// A `log` without a line feed at its end is a part; Docker divides lines at 16 KiB.
struct DockerLog: ExportFormat {
  let name = "docker-json"
  let role = SourceRole.appLog
  let framesAnyLog = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let frames = JSONHead(head) { tape in
      guard tape.kind(tape.root) == .object, let log = tape.member(tape.root, "log"),
        tape.kind(log) == .string
      else { return false }
      var members = 0
      tape.forEachMember(tape.root) { _, _ in members += 1 }
      return tape.member(tape.root, "stream") != nil || members == 1
    }
    guard frames.isMostly else { return nil }
    return Recognition(
      confidence: 85, reason: "lines are JSON objects with log and stream", role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: FrameReader {
    private let tape: JSONTape

    override init(_ context: ReaderContext) {
      tape = JSONTape(context.limits)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      guard !line.bytes.isEmpty else { return passOver(line, sink) }
      if let fault = tape.parse(line.bytes) {
        refuse(
          line,
          QuarantinedRecord(
            code: fault.code, message: fault.message,
            fix: "re-export the file; it may be cut or mixed", column: fault.offset + 1), sink)
        return
      }
      guard tape.kind(tape.root) == .object, let node = tape.member(tape.root, "log"),
        tape.kind(node) == .string
      else {
        refuse(
          line,
          QuarantinedRecord(
            code: "docker-shape", message: "an object without a text in log",
            fix: "copy the container's *-json.log as it is"), sink)
        return
      }
      var content = tape.text(node).bytes
      let isWhole = content.last == 0x0a
      while let last = content.last, last == 0x0a || last == 0x0d {
        content = content.part(0, content.count - 1)
      }
      let stream = tape.member(tape.root, "stream").flatMap { tape.text(ofScalar: $0) }
      let time = tape.member(tape.root, "time").flatMap { tape.text(ofScalar: $0) }
      var frame = Frame(
        key: stream.map { Array($0.bytes) } ?? [], content: content,
        stamp: time.map { stamps.read($0.bytes) } ?? .failure(.missing))
      frame.isPartial = !isWhole
      // `--log-opt labels` and `tag` name the container.
      frame.service = service().map { Array($0.bytes) }
      take(frame, line, sink)
    }

    private func service() -> ByteText? {
      guard let attrs = tape.member(tape.root, "attrs") else { return nil }
      // Labels hold dots, so their names are members and no paths.
      let node = tape.member(attrs, "com.docker.compose.service") ?? tape.member(attrs, "tag")
      return node.flatMap { tape.text(ofScalar: $0) }
    }
  }
}
