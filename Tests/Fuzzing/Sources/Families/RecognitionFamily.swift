@testable internal import Analysis

/// Any head of a file: recognised alike twice, with a reason, and readable by what claims it.
struct RecognitionFamily: FuzzFamily {
  let name = "recognition"
  let controlBytes = 1
  let seedPaths = ["/formats/", "/logs/", "/corpus/"]
  let tokens = [
    "commit ", "\nAuthor: ", "\nDate: ", "# TYPE ", "# Query_time: ", "\"resourceSpans\"",
    "\"resourceLogs\"", "\"hits\"", "\"_source\"", "\"SchemaVersion\"", "\"resultType\"",
    "\"labels\"", "\"request_time\"", "\"status\"", "\"phase\"", "\"leak_pattern\"", "\u{feff}",
  ]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let head = ExportHead(bytes: content, isWhole: control[0] & 1 == 0)
    let first = ExportFormats.recognize(head)
    let second = ExportFormats.recognize(head)
    demand(
      first?.format.name == second?.format.name && first?.recognition == second?.recognition,
      "recognised as \(first?.format.name ?? "-"), then as \(second?.format.name ?? "-")")
    guard let first else { return }
    demand((1...100).contains(first.recognition.confidence), "\(first.recognition)")
    demand(!first.recognition.reason.isEmpty, "\(first.format.name) gives no reason")
    _ = Reading.calls(
      first.format, Reading.context(role: first.recognition.role), Content(content),
      size: .max / 2, isInOrder: false)
  }
}
