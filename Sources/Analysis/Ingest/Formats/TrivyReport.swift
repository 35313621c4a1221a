/// A Trivy JSON report, carried as evidence whole: schema 2 (an object), schema 1 (the results by
/// themselves), and reports of a cluster.
///
/// A report that says neither what was scanned nor when proves little, and says so.
struct TrivyReport: ExportFormat {
  let name = "trivy-json"
  let role = SourceRole.scan

  func recognizes(_ head: ExportHead) -> Recognition? {
    switch firstByte(head) {
    case UInt8(ascii: "{"):
      if contains(head, "\"SchemaVersion\""), contains(head, "\"ArtifactName\"") {
        return Recognition(confidence: 95, reason: "JSON with SchemaVersion and ArtifactName")
      }
      if begins(head, withMember: "SchemaVersion"), contains(head, "\"Results\"") {
        return Recognition(confidence: 90, reason: "JSON that begins with SchemaVersion")
      }
      guard begins(head, withMember: "ClusterName"),
        contains(head, "\"Resources\"") || contains(head, "\"Findings\"")
      else { return nil }
      return Recognition(confidence: 90, reason: "JSON with ClusterName and what was found in it")
    case UInt8(ascii: "["):
      let isResult =
        contains(head, "\"Target\"")
        && (contains(head, "\"Vulnerabilities\"") || contains(head, "\"Misconfigurations\"")
          || contains(head, "\"Secrets\""))
      guard isResult else { return nil }
      return Recognition(confidence: 85, reason: "a list of results with Target, of schema 1")
    default: return nil
    }
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: DocumentReader {
    override func document(_ place: RecordPlace, into sink: any RecordSink) {
      let root = tape.root
      guard let results = results() else {
        sink.quarantine(
          QuarantinedRecord(
            code: "trivy-shape", message: "a report whose results are no list",
            fix: "export it again with --format json"), at: place)
        return
      }
      var list = FactList()
      var tally = TrivyTally()
      for result in results { tally.add(result, tape) }
      identity(root, &list, place)
      tally.add(to: &list)
      let time = time(root, &list, place)
      if tally.results == 0 {
        list.note(
          "scan-empty", "the report holds no result", at: place,
          fix: "check that the scan reached what it should scan")
      }
      if tally.unknownSeverities > 0 {
        list.note(
          "scan-severity", "a finding without a severity that Trivy knows counts as UNKNOWN",
          at: place, fix: nil)
      }
      if tally.misshapen > 0 {
        list.note(
          "scan-shape", "a part of the report is no list, and was not counted", at: place,
          fix: "export it again with --format json")
      }
      list.deliver("trivy-json", time, place, into: sink)
    }

    /// The results of the report; of a cluster, those of its resources. A report without any has
    /// `null`, or leaves them out.
    private func results() -> [Int]? {
      let root = tape.root
      if tape.kind(root) == .array { return tape.elements(root) }
      guard tape.kind(root) == .object else { return nil }
      if let resources = tape.member(root, "Resources") ?? tape.member(root, "Findings"),
        tape.kind(resources) != .null
      {
        guard tape.kind(resources) == .array else { return nil }
        return tape.elements(resources).flatMap { tape.list($0, "Results") }
      }
      guard let node = tape.member(root, "Results"), tape.kind(node) != .null else { return [] }
      return tape.kind(node) == .array ? tape.elements(node) : nil
    }

    /// What was scanned: its name, kind and digests.
    private func identity(_ root: Int, _ list: inout FactList, _ place: RecordPlace) {
      let name = tape.string(root, "ArtifactName") ?? tape.string(root, "ClusterName")
      list.add("artifact", name)
      if name?.isEmpty ?? true {
        list.note(
          "scan-artifact", "the report does not say what was scanned", at: place,
          fix: "scan with a Trivy that writes schema 2")
      }
      list.add("artifact type", tape.string(root, "ArtifactType"))
      list.add("schema", tape.string(root, "SchemaVersion"))
      if let schema = tape.string(root, "SchemaVersion"), schema != "2" {
        list.note(
          "scan-schema", "the report has another schema than 2; it was read as one of those",
          at: place, fix: nil)
      }
      list.add("trivy", tape.string(tape.member(root, "Trivy"), "Version"))
      let metadata = tape.member(root, "Metadata")
      let system = metadata.flatMap { tape.member($0, "OS") }
      let words = [tape.string(system, "Family"), tape.string(system, "Name")].compactMap { $0 }
      list.add("operating system", words.joined(separator: " "))
      var digests: [String] = []
      if let id = tape.string(metadata, "ImageID"), !id.isEmpty {
        list.add("image", id)
        digests.append(id)
      }
      let repositories = tape.strings(metadata, "RepoDigests")
      list.add("digests", all: Set(repositories))
      list.add("tags", all: Set(tape.strings(metadata, "RepoTags")))
      for digest in digests + repositories where !isImageDigest(digest) {
        list.note(
          "image-digest", "a digest of the image is not well-formed", at: place,
          fix: "scan the image again by its digest")
      }
      if metadata.flatMap({ tape.member($0, "RepoTags") }) != nil, repositories.isEmpty {
        list.note(
          "image-digest-missing", "the image has a tag but no digest: tags move", at: place,
          fix: "scan the image by its digest", isWarning: false)
      }
    }

    private func time(_ root: Int, _ list: inout FactList, _ place: RecordPlace) -> Stamp? {
      guard tape.kind(root) == .object, let created = tape.member(root, "CreatedAt") else {
        list.note(
          "scan-undated", "the report does not say when it was made", at: place,
          fix: "scan with a Trivy that writes CreatedAt")
        return nil
      }
      let reading = tape.text(ofScalar: created).map {
        TimestampParser(zone: context.assumedZone).parse($0.bytes)
      }
      guard case .success(let read) = reading else {
        list.note(
          "scan-undated", "CreatedAt of the report is no time", at: place, fix: "scan again")
        return nil
      }
      return read.stamp
    }
  }
}
