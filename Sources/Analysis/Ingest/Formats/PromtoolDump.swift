/// What `promtool tsdb dump` prints: `{__name__="up", job="x"} 1 1715754000000`.
///
/// A dump shows a stale marker as any other NaN; both end the series there.
struct PromtoolDump: ExportFormat {
  let name = "promtool-dump"
  let role = SourceRole.metrics
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "__name__=\""),
      holdsSampleLines(head, { $0.plainName.isEmpty && $0.timestamp != nil })
    else { return nil }
    return Recognition(confidence: 92, reason: "sample lines with __name__ inside the braces")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: SampleLineReader {
    override var isGo: Bool { true }

    override func time(_ bytes: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> {
      epochMilliseconds(bytes)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
      sample(line, into: sink)
    }
  }
}
