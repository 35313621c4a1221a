/// A Trivy JSON report, carried as evidence whole.
struct TrivyReport: ExportFormat {
  let name = "trivy-json"
  let role = SourceRole.scan

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"SchemaVersion\""),
      contains(head, "\"ArtifactName\"")
    else { return nil }
    return Recognition(confidence: 95, reason: "JSON with SchemaVersion and ArtifactName")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: DocumentReader {
    override func document(_ place: RecordPlace, into sink: any RecordSink) {
      func text(_ path: String) -> String? {
        tape.find(FieldPath(path)).flatMap { tape.text(ofScalar: $0) }?.string
      }
      var facts = [DocumentRecord.Fact("artifact", text("ArtifactName") ?? "?")]
      var severities: [String: Int] = [:]
      var secrets = 0
      let results = tape.find(FieldPath("Results")).map { tape.elements($0) } ?? []
      for result in results {
        for finding in tape.member(result, "Vulnerabilities").map({ tape.elements($0) }) ?? [] {
          let severity = tape.member(finding, "Severity").flatMap { tape.text(ofScalar: $0) }
          severities[severity?.string ?? "UNKNOWN", default: 0] += 1
        }
        secrets += tape.member(result, "Secrets").map { tape.elements($0).count } ?? 0
      }
      facts.append(DocumentRecord.Fact("results", "\(results.count)"))
      for (severity, count) in severities.sorted(by: { $0.key < $1.key }) {
        facts.append(DocumentRecord.Fact("vulnerabilities \(severity)", "\(count)"))
      }
      facts.append(DocumentRecord.Fact("secrets", "\(secrets)"))
      var time: Stamp?
      if let created = tape.find(FieldPath("CreatedAt")).flatMap({ tape.text(ofScalar: $0) }),
        case .success(let reading) = TimestampParser(zone: nil).parse(created.bytes)
      {
        time = reading.stamp
      }
      sink.document(DocumentRecord(format: "trivy-json", time: time, facts: facts), at: place)
    }
  }
}
