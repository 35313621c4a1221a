/// Scan reports that Trivy and others print for other tools: recognised, not read, and the export
/// says why. They are carried as they are.
struct ForeignScan: ExportFormat {
  let name = "scan-not-read"
  let role = SourceRole.scan

  /// One of them, told by what its head holds.
  private struct Kind: Sendable {
    var title: String
    var marks: [StaticString]
  }

  private static let kinds = [
    Kind(title: "SARIF", marks: ["sarif", "\"runs\""]),
    Kind(title: "CycloneDX", marks: ["\"bomFormat\"", "\"specVersion\""]),
    Kind(title: "SPDX", marks: ["\"spdxVersion\"", "\"SPDXID\""]),
    Kind(title: "a GitLab report", marks: ["\"vulnerabilities\"", "\"scanner\"", "\"scan\""]),
    Kind(title: "a GitHub snapshot", marks: ["\"detector\"", "\"manifests\"", "\"scanned\""]),
    Kind(title: "AWS findings", marks: ["\"ProductArn\"", "\"AwsAccountId\"", "\"Findings\""]),
    Kind(
      title: "Cosign's statement", marks: ["\"invocation\"", "\"scanner\"", "\"metadata\""]),
    Kind(title: "a list of ids", marks: ["\"vulnerabilities\"", "\"misconfigurations\""]),
    Kind(title: "JUnit", marks: ["<testsuites", "trivy"]),
  ]

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first == UInt8(ascii: "{") || first == UInt8(ascii: "<"),
      let kind = Self.kind(head)
    else { return nil }
    // A report is one object. Lines of a log may hold the same words.
    let time = FieldTable.known[.time].paths
    guard JSONHead(head, { _ in true }).matching < 2,
      JSONHead(head, { $0.find(time) != nil }).matching == 0
    else { return nil }
    return Recognition(confidence: 70, reason: "\(kind.title), which is not read")
  }

  private static func kind(_ head: ExportHead) -> Kind? {
    kinds.first { kind in kind.marks.allSatisfy { contains(head, $0) } }
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader() }

  private final class Reader: ExportReader {
    private var length: Int64 = 0
    private var hasContent = false

    func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
      length += Int64(chunk.count)
      if !hasContent { hasContent = chunk.contains { $0 > 0x20 } }
    }

    func finish(into sink: any RecordSink) throws {
      guard hasContent else { return }
      let place = RecordPlace(offset: 0, length: length, line: 1)
      var list = FactList()
      list.note(
        "scan-not-read", "a report made for another tool is carried, not read", at: place,
        fix: "add the report of trivy --format json, which says what was scanned and when")
      list.deliver("scan-not-read", nil, place, into: sink)
    }
  }
}
