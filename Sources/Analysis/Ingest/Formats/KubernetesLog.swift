/// The files that the Kubernetes container runtimes write: `time stream tag message`.
struct KubernetesLog: ExportFormat {
  let name = "kubernetes-cri"
  let role = SourceRole.appLog
  let framesAnyLog = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { CRILine($0) != nil }).isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are time, stdout or stderr, P or F, message",
      role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: FrameReader {
    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      guard !line.bytes.isEmpty else { return passOver(line, sink) }
      guard let parts = CRILine(line.bytes) else {
        refuse(
          line,
          QuarantinedRecord(
            code: "cri-syntax", message: "not time, stream, tag and message",
            fix: "copy the files under /var/log/pods as they are"), sink)
        return
      }
      take(
        Frame(
          key: Array(parts.stream), content: parts.message, isPartial: parts.isPartial,
          stamp: stamps.read(parts.time)), line, sink)
    }
  }
}

/// The parts of one line.
private struct CRILine {
  var time: UnsafeRawBufferPointer
  var stream: UnsafeRawBufferPointer
  var isPartial: Bool
  var message: UnsafeRawBufferPointer

  init?(_ line: UnsafeRawBufferPointer) {
    guard let stamp = LooseStamp(line), stamp.range.lowerBound == 0,
      line.has(" stdout ", at: stamp.end) || line.has(" stderr ", at: stamp.end)
    else { return nil }
    let tagStart = stamp.end + 8
    // Tags are separated by colons; the first one says whether the line is whole.
    let tag = line.rest(tagStart).prefix { $0 != 0x20 }
    guard let first = tag.first, first == UInt8(ascii: "P") || first == UInt8(ascii: "F"),
      tag.count == 1 || tag[tag.startIndex + 1] == UInt8(ascii: ":")
    else { return nil }
    time = line.part(0, stamp.end)
    stream = line.part(stamp.end + 1, stamp.end + 7)
    isPartial = first == UInt8(ascii: "P")
    message = line.rest(tagStart + tag.count + 1)
  }
}
