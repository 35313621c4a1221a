import Foundation
import TestSupport
import Testing

@testable import Analysis

/// What the protobuf readers make of bytes that were meant well, and of others.
struct OTLPProtobufTests {
  private static let spans = FormatFixtureTests.folder.appending(
    path: "otlp-proto-traces/good-request.binpb")

  private func calls(
    _ format: String, _ content: [UInt8], strict: Bool = false
  ) throws -> [String] {
    let sink = CallLog()
    let reader = try #require(ExportFormats.named(format)).makeReader(
      ReaderContext(assumedZone: .utc, isStrict: strict))
    try content.withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink.calls
  }

  private func fields(_ bytes: [UInt8]) -> Result<[Int], ProtobufFault> {
    bytes.withUnsafeBytes { raw in
      var cursor = ProtobufCursor(raw)
      var field = ProtobufField()
      var numbers: [Int] = []
      do throws(ProtobufFault) {
        while try cursor.next(&field) { numbers.append(field.number) }
        return .success(numbers)
      } catch { return .failure(error) }
    }
  }

  /// Bytes from the encoding's documentation (protobuf.dev): 150 in field 1, "testing" in field 2.
  @Test func readsTheDocumentedExamples() throws {
    #expect(try fields([0x08, 0x96, 0x01]).get() == [1])
    #expect(try fields([0x12, 0x07] + Array("testing".utf8)).get() == [2])
    // A group of an unknown field is passed over, what follows is read.
    #expect(try fields([0x1b, 0x08, 0x01, 0x1c, 0x08, 0x01]).get() == [1])
  }

  @Test(
    arguments: [
      [0x08], [0x08, 0x80], [0x12, 0x07, 0x74], [0x00, 0x01], [0x0f], [0x0c], [0x1b, 0x08, 0x01],
      [0x1b, 0x14], [0x08] + [UInt8](repeating: 0xff, count: 9) + [0x02],
      [0x12] + [UInt8](repeating: 0xff, count: 9) + [0x01], [0x09, 1, 2, 3], [0x0d, 1, 2],
    ] as [[UInt8]]) func refusesWhatIsNoMessage(_ bytes: [UInt8])
  {
    guard case .failure(let fault) = fields(bytes) else {
      Issue.record("\(bytes) was read")
      return
    }
    #expect(fault.code == "protobuf-syntax")
  }

  /// Ten million groups inside each other take no stack.
  @Test func deepGroupsAreRefused() {
    guard case .failure(let fault) = fields([UInt8](repeating: 0x1b, count: 10_000_000)) else {
      Issue.record("it was read")
      return
    }
    #expect(fault.code == "protobuf-depth")
  }

  /// However an export is cut, nothing goes missing without a word.
  @Test func everyCutIsTold() throws {
    let whole = [UInt8](try Data(contentsOf: Self.spans))
    let all = try calls("otlp-proto-traces", whole).count { $0.hasPrefix("span ") }
    #expect(all == 2)
    for count in 1..<whole.count {
      let found = try calls("otlp-proto-traces", Array(whole[..<count]))
      let isTold = found.contains { $0.contains("protobuf-truncated") }
      let good = found.count { $0.hasPrefix("span ") }
      // The unknown field behind the spans may be cut off whole.
      #expect(isTold || good == all, "cut at \(count)")
    }
  }

  /// No byte changed breaks the reader, and random bytes are no OTLP.
  @Test func hostileBytesAreSurvived() throws {
    let whole = [UInt8](try Data(contentsOf: Self.spans))
    for at in whole.indices {
      for value in [0x00, 0x7f, 0xff, whole[at] ^ 1] as [UInt8] {
        var content = whole
        content[at] = value
        for format in ["otlp-proto-traces", "otlp-proto-logs", "otlp-proto-metrics"] {
          _ = try calls(format, content)
        }
      }
    }
    var state: UInt64 = 7
    for _ in 0..<2_000 {
      let bytes = (0..<512).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      for start in [[], [0x0a], [0x00, 0x00, 0x01, 0x00, 0x0a]] as [[UInt8]] {
        let content = start + bytes
        let claim = content.withUnsafeBytes {
          ExportFormats.recognize(ExportHead(bytes: $0, isWhole: true))
        }
        #expect(claim?.format.name.hasPrefix("otlp-proto") != true)
      }
    }
  }

  /// Quick and strict reading of spans are one: the same calls, whatever the layout.
  @Test(arguments: [
    #"{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"a\"b","kind":3,"startTimeUnixNano":"1715754001000000001","endTimeUnixNano":1715754002000000000,"attributes":[{"key":"db.system","value":{"stringValue":"my\\sql"}},{"key":"pool.wait","value":{"boolValue":true}}],"events":[{"attributes":[],"x":[1,{"y":null}]}],"status":{"code":2}}"#,
    #"{ "trace_id" : "S/kvNXezTaajzpKdDg5HNg==", "span_id" : "APBnqgupArc=", "start_time_unix_nano" : 1715754001000000001 , "end_time_unix_nano" : "1715754002000000000" , "kind" : "SPAN_KIND_SERVER" }"#,
    #"{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","traceId":"4BF92F3577B34DA6A3CE929D0E0E4736","spanId":"00f067aa0ba902b7","startTimeUnixNano":"1","endTimeUnixNano":"2"}"#,
    #"{"traceId":"\u0034bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}"#,
    #"{"traceId":"4bf92f3577b34da6a3ce929d0e0e473","spanId":"00f067aa0ba902b7","parentSpanId":"1"}"#,
    #"{"name":01}"#, #"{"name":tru}"#, #"{"a":[1,]}"#, #"{"a":{,}}"#, #"{}"#, #"[]"#, #"7"#,
    #"{"attributes":[{"value":{"stringValue":"x"},"key":"db.system"}]}"#,
  ]) func quickAndStrictReadingAgree(_ span: String) throws {
    let text =
      #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"a"}}]},"scopeSpans":[{"spans":["#
      + span + ",\n " + span + "]}]}]}\n"
    let content = Array(text.utf8)
    let quick = try calls("otlp-json-traces", content)
    #expect(try quick == calls("otlp-json-traces", content, strict: true))
    #expect(!quick.isEmpty)
  }

  /// Spans as Python's opentelemetry-proto reads them; skipped where it is not installed.
  @Test func agreesWithPython() throws {
    let script = """
      import sys
      from opentelemetry.proto.trace.v1 import trace_pb2
      data = trace_pb2.TracesData.FromString(open(sys.argv[1], "rb").read())
      for r in data.resource_spans:
          for s in r.scope_spans:
              for p in s.spans:
                  print(p.trace_id.hex(), int.from_bytes(p.span_id, "big"), p.end_time_unix_nano)
      """
    let file = FileManager.default.temporaryDirectory.appending(path: "otlp-\\(UUID()).binpb")
    let content = OTLPProto.paymentTraces(prefixed: false)
    try Data(content).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return }
    let theirs = output.split(separator: "\n").map(String.init)
    let sink = SpanList()
    let reader = try #require(ExportFormats.named("otlp-proto-traces")).makeReader(ReaderContext())
    try content.withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    #expect(theirs.count == 1_019)
    #expect(sink.lines == theirs)
  }

  private final class SpanList: QuietSink {
    var lines: [String] = []
    override func span(_ record: SpanRecord, at place: RecordPlace) {
      lines.append("\(record.traceID) \(record.spanID) \(record.end.nanoseconds)")
    }
  }
}
