internal import Analysis
internal import Diagnostics
internal import Evidence
internal import Reports

/// Makes the full evidence package of one incident (EVIDENCE "What is packed").
struct IncidentPackage {
  let run: AnalysisRun
  let result: AnalysisResult
  let appendix: Appendix
  let tool: ReportTool
  let settings: RunSettings
  let signers: PackageSigners?
  let packing: PackingOptions
  let maskKey: MaskKey?
  /// Threads that hash and deflate.
  let jobs: Int
  /// How much of one export a package carries whole.
  let mostSliceBytes: Int64

  /// Writes `INCIDENT-FULL.zip` and its digest beside it.
  /// - Parameters:
  ///   - scratch: a private folder for slices; it must exist and be empty.
  ///   - folder: where the package goes; it must exist.
  /// - Returns: the file names written into `folder`.
  func write(_ incident: Incident, scratch: String, into folder: String) throws -> [String] {
    let sink = SliceSink(folder: scratch, inputs: result.inputs, mostBytes: mostSliceBytes)
    try run.collect(incident, into: sink)
    let (slices, summaries) = try sink.finish()
    var payload = slices
    let isCountsOnly = summaries.contains { $0.kept != nil }
    if isCountsOnly {
      payload.append(PackageMember(SliceCounts.member, .bytes(counts(incident, summaries))))
    }
    payload.append(PackageMember("data/config/" + appendixName, .bytes(appendix.bytes)))
    var documents: [(member: String, reading: RecordedReading)] = []
    for (name, samples, isNative) in [
      ("snapshot", run.metricSnapshot(for: incident), false),
      ("native-buckets", run.nativeSnapshot(for: incident), true),
    ] {
      guard let samples else { continue }
      let member = "data/metrics/\(name).openmetrics"
      payload.append(PackageMember(member, .bytes(samples)))
      documents.append(
        (member, RecordedReading(format: "openmetrics", role: .metrics, isNative: isNative)))
    }
    let scans = try scans()
    payload += scans
    documents += scans.map { ($0.path, RecordedReading(format: nil, role: .scan)) }
    payload +=
      PackageFindings(
        run: run, result: result, incident: incident, tool: tool, slices: summaries,
        documents: documents
      ).members
    let custody = PackageCustody(
      result: result, tool: tool, settings: settings, appendix: appendix, incident: incident.id,
      digest: run.packageDigest(of: incident), slices: summaries)
    payload += custody.members
    var info = info(incident)
    info.isCountsOnly = isCountsOnly
    info.extra += custody.chain.pins
    var builder = PackageBuilder(info: info, payload: payload, signers: signers)
    builder.cited = try sink.citedLines(most: Self.mostCitedLines)
    try packing.apply(
      to: &builder, jobs: jobs,
      key: maskKey?.derived(for: keyLabel(incident, isCountsOnly: isCountsOnly)),
      patterns: appendix.sensitivePatterns)
    builder.certificate = try packing.font().map {
      certificate(of: incident, in: info).drawn(in: $0)
    }
    let written = try builder.write(to: folder + "/" + info.fileName)
    return [written.path, written.sidecarPath].map {
      $0.split(separator: "/").last.map(String.init) ?? $0
    }
  }

  /// A proof takes some 1.5 KB.
  private static let mostCitedLines = 4_096

  private func certificate(of incident: Incident, in info: PackageInfo) -> CertificateContent {
    var content = CertificateContent(
      identifier: incident.id, copy: .full, packageFile: info.fileName, signers: signers,
      settings: settings, zone: appendix.zone, tool: tool,
      inputs: result.inputs.filter { !$0.sha256.isEmpty }.map {
        CertificateContent.Input(
          path: $0.path, bytes: $0.bytes, sha256: $0.sha256, format: $0.format,
          role: $0.role?.rawValue)
      })
    content.analysis = CertificateContent.Analysis(
      appendix: appendix, result: result, incident: incident,
      verdictDigest: run.packageDigest(of: incident))
    content.isCountsOnly = info.isCountsOnly
    return content
  }

  /// What decides every byte of the payload: two packages with one mask key have different lines
  /// only if their labels differ.
  private func keyLabel(_ incident: Incident, isCountsOnly: Bool) -> [String] {
    var label = [
      "analyze", tool.version, tool.sha256 ?? "", appendix.sha256, incident.id,
      settings.time.rfc3339, settings.from?.rfc3339 ?? "", settings.to?.rfc3339 ?? "",
      settings.assumedZone ?? "", settings.caseID ?? "", settings.operatorName ?? "",
    ]
    label += settings.forced.map { $0.format + "=" + $0.glob }
    label += result.inputs.flatMap { [$0.path, $0.sha256] }
    if isCountsOnly { label += ["max-slice", "\(mostSliceBytes)"] }
    return label
  }

  /// `data/logs/counts.jsonl`: a line a window and clause of each source that is not carried whole.
  private func counts(_ incident: Incident, _ slices: [SliceSink.Summary]) -> [UInt8] {
    var text = ""
    for input in Set(slices.filter { $0.kept != nil }.map(\.input)).sorted() {
      for row in run.sliceCounts(ofInput: input, for: incident).rows {
        guard let slice = slices.first(where: { $0.input == input && $0.role == row.role }) else {
          continue
        }
        let line = JSONValue.object([("slice", .string(slice.member))] + row.members)
        text += line.compact + "\n"
      }
    }
    return Array(text.utf8)
  }

  private func info(_ incident: Incident) -> PackageInfo {
    let date = appendix.zone.civilTime(at: settings.time).dateText
    var info = PackageInfo(
      incidentID: incident.id, kind: .full, containsUnmaskedData: true, baggingDate: date,
      softwareAgent: "\(tool.name) \(tool.version)")
    info.caseID = settings.caseID
    info.operatorName = settings.operatorName
    info.parties = appendix.parties.map { "\($0.role): \($0.name)" }
    info.extra = [
      BagInfoField("Appendix-Version", appendix.version),
      BagInfoField("Appendix-SHA256", appendix.sha256),
      BagInfoField("Verdict-Digest", "sha256:" + run.packageDigest(of: incident)),
    ]
    return info
  }

  /// YAML and JSON read alike; the name keeps what the file was.
  private var appendixName: String {
    appendix.path.hasSuffix(".json") ? "appendix.json" : "appendix.yaml"
  }

  /// Scan reports whole, as supplied and hashed; names made safe, a number where two are equal.
  private func scans() throws -> [PackageMember] {
    var used: Set<String> = []
    return try run.inputFiles(role: .scan).map { input in
      let known = result.inputs.first { $0.path == input.displayPath }?.sha256
      guard known == ToolIdentity.digest(ofFile: input.path) else {
        throw CommandFailure(
          .unreadable,
          Diagnostic(
            .error, "input-changed", "the export changed while it was being analysed",
            at: SourceLocation(file: input.displayPath),
            fix: "copy the exports to a place where nothing writes to them"))
      }
      let last = input.displayPath.split(separator: "/").last.map(String.init) ?? "scan"
      let safe = String(
        last.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
      let base = safe.hasPrefix(".") ? "scan" + safe : safe
      var name = base
      var number = 2
      while !used.insert(name.lowercased()).inserted {
        name = "\(number)-\(base)"
        number += 1
      }
      return PackageMember("data/scan/" + name, .file(input.path))
    }
  }
}
