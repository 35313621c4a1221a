@testable internal import Analysis

/// OTLP in protobuf, one message or a stream of them, and delimited metric families: no cut changes a
/// call.
struct ProtobufFamily: FuzzFamily {
  static let formatNames = [
    "otlp-proto-logs", "otlp-proto-metrics", "otlp-proto-traces", "prometheus-proto",
  ]

  let name = "protobuf"
  let seedPaths = formatNames.map { "/\($0)/" } + ["/otlp-pb/", "/prom-text/"]
  let seedChoices = formatNames.count
  let tokens = [
    "\u{0a}", "\u{12}", "\u{1a}", "\u{09}", "\u{39}", "\u{41}", "\u{00}\u{00}\u{00}\u{10}",
    "\u{0b}\u{0c}", "service.name", "\u{2a}\u{04}",
  ]

  private static let formats = formatNames.compactMap { ExportFormats.named($0) }

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let content = Content(content)
    let format = Self.formats[Int(control[0]) % Self.formats.count]
    _ = Reading.demandAnyCut(format, Reading.context(), content, control[1], isInOrder: false)
  }
}
