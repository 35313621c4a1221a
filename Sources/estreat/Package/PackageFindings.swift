internal import Analysis
internal import Evidence
internal import Reports

/// `data/findings/`: what was decided about one incident, as JSON, numbers unrounded.
struct PackageFindings {
  let run: AnalysisRun
  let result: AnalysisResult
  let incident: Incident
  let tool: ReportTool
  let slices: [SliceSink.Summary]
  /// Members that are no slices, with how a replay must read them.
  let documents: [(member: String, reading: RecordedReading)]

  /// All documents of the folder.
  var members: [PackageMember] {
    [
      member("verdicts", verdicts), member("incident", incidentDocument),
      member("causality", causality), member("baseline", baseline),
      member("context", context),
    ]
  }

  private func member(_ name: String, _ document: JSONValue) -> PackageMember {
    PackageMember("data/findings/\(name).json", .bytes(JSONLayout.linewise(document)))
  }

  /// The verdicts that the package carries, the digest over them, and the slices they rest on.
  private var verdicts: JSONValue {
    let window = run.packageWindow(of: incident)
    return .object([
      ("schema", .string("estreat.verdicts/1")),
      ("digest", .string("sha256:" + run.packageDigest(of: incident))),
      ("tool", AnalysisJSON.tool(tool)),
      (
        "appendix",
        .object([
          ("version", .string(result.appendixVersion)), ("sha256", .string(result.appendixSHA256)),
        ])
      ),
      ("from", .string(window.from.rfc3339)), ("to", .string(window.to.rfc3339)),
      ("timezone", .string(result.zone.name)),
      ("inputs", .array(result.inputs.map(AnalysisJSON.input))),
      ("slices", .array(slices.map(slice))),
      ("verdicts", .array(run.packageVerdicts(of: incident).map(AnalysisJSON.verdict))),
    ])
  }

  /// Slices hold all records of their source in the window, and the count says how many; or so many
  /// of them as `kept` says.
  private func slice(_ slice: SliceSink.Summary) -> JSONValue {
    .object(
      [
        ("slice", .string(slice.member)), ("input", .integer(Int64(slice.input))),
        ("records", .integer(slice.records)), ("quarantined", .integer(slice.quarantined)),
      ]
        + (slice.kept.map {
          [("kept", .integer($0)), ("replay", .string(SliceCounts.standing))]
        } ?? []))
  }

  /// What a replay must know about the exports beyond the slices: facts, never verdicts.
  private var context: JSONValue {
    let readings =
      slices.map { slice -> (String, RecordedReading) in
        var reading = run.reading(ofInput: slice.input)
        reading.duplicates = slice.duplicates
        if slice.kept != nil { reading.counts = SliceCounts() }
        return (slice.member, reading)
      }
      + documents.map { ($0.member, $0.reading) }
    return .object(
      [("schema", .string("estreat.context/1"))]
        + (run.packageFacts(for: incident)?.members ?? [])
        + [
          (
            "readings",
            .array(
              readings.map { member, reading in
                .object([("member", .string(member))] + reading.members)
              })
          )
        ])
  }

  private var incidentDocument: JSONValue {
    let window = run.packageWindow(of: incident)
    let breaches = result.breaches.filter { incident.breaches.contains($0.id) }
    let exposures = result.exposures.filter { window.contains($0.time) }
    return .object([
      ("schema", .string("estreat.incident/1")), ("incident", AnalysisJSON.incident(incident)),
      ("breaches", .array(breaches.map(AnalysisJSON.breach))),
      ("exposures", .array(exposures.map(AnalysisJSON.exposure))),
    ])
  }

  private var causality: JSONValue {
    guard case .object(let members) = AnalysisJSON.incident(incident) else { return .null }
    let wanted = [
      "contractOrder", "observedOrder", "undecidable", "path", "inferredNodes", "grade",
    ]
    return .object(
      [("schema", .string("estreat.causality/1")), ("incident", .string(incident.id))]
        + members.filter { wanted.contains($0.0) || $0.0 == "links" }
        + [("traces", AnalysisJSON.traces(incident))])
  }

  private var baseline: JSONValue {
    let window = run.packageWindow(of: incident)
    let hours = result.baselines.filter {
      Interval(from: $0.hour, to: $0.hour + 3_600_000_000_000).overlaps(window)
    }
    return .object([
      ("schema", .string("estreat.baseline/1")), ("timezone", .string(result.zone.name)),
      ("baselines", .array(hours.map(AnalysisJSON.baseline))),
    ])
  }
}
