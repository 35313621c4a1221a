internal import Analysis
internal import Diagnostics
internal import Evidence

/// Recomputes the verdicts of one full package from the package alone.
struct ReplayPackage {
  /// What came out.
  struct Outcome {
    /// The digest that the package pins, without `sha256:`.
    var pinned: String
    /// The digest of what was recomputed.
    var digest: String
    var differences: [ReplayDifference]
    var verdicts: Int
    var inputs: [InputSummary]
    var facts: PackageFacts
    /// Slices that hold some records only: their windows were decided by counts, and the incident
    /// was not decided again. Empty: all was.
    var countsOnly: [String]
    /// What could not be read as it was when the package was made.
    var diagnostics: [Diagnostic]
  }

  let path: String
  /// Lines of `bag-info.txt`.
  let bagInfo: [BagInfoField]
  let jobs: Int

  /// - Throws: `replay-facts` when the package lacks what a replay needs.
  func run() throws -> Outcome {
    let contents = try PackageContents(path: path)
    let verdicts = try document("data/findings/verdicts.json", contents)
    let incident = try document("data/findings/incident.json", contents)
    let context = try document("data/findings/context.json", contents)
    guard let facts = PackageFacts(context),
      let onset = Self.onset(of: incident), let stated = verdicts["digest"].text
    else { throw lacking("data/findings/context.json", "it lacks what a replay needs") }
    let appendix = try appendix(contents)
    var files: [PrivateFile] = []
    let counts = try counts(context, contents)
    let inputs = try context["readings"].elements.map { reading in
      guard let member = reading["member"].text else {
        throw lacking("data/findings/context.json", "a reading names no member")
      }
      let file = try PrivateFile()
      try contents.read(member) { (chunk) throws(DiagnosticError) in try file.append(chunk) }
      files.append(file)
      var input = Analysis.InputFile(path: file.path, displayPath: member, isNamed: false)
      input.recorded = RecordedReading(reading)
      if let found = counts[member] { input.recorded?.counts = found }
      return input
    }
    var request = AnalysisRequest(appendix: appendix, inputs: inputs)
    request.facts = facts
    request.reading.jobs = jobs
    let run = try withExtendedLifetime(files) { try Analyzer(request).run() }
    let found = run.recomputed(
      in: facts.window, onset: onset,
      clauses: incident["incident"]["clauses"].elements.compactMap(\.text))
    var comparison = ReplayComparison()
    comparison.compareVerdicts(verdicts["verdicts"].elements, found.verdicts)
    comparison.compareTexts(
      "appendix", verdicts["appendix"]["sha256"].text ?? "", appendix.sha256)
    let pinned = self.pinned("Verdict-Digest")
    if counts.isEmpty {
      comparison.compareIncident(incident["incident"], found.incident)
      comparison.compareTexts("digest in bag-info.txt", pinned, "sha256:" + found.digest)
      comparison.compareTexts("digest in verdicts.json", stated, "sha256:" + found.digest)
    } else {
      // The chain of the incident rests on lines that are not here, and the digest on the chain.
      comparison.compareLines(run.countMismatches)
      try compareOmitted(&comparison, verdicts, contents)
      comparison.compareTexts("digest in bag-info.txt", pinned, stated)
      comparison.compareTexts(
        "replay in bag-info.txt", field: "Replay", self.pinned("Replay"), SliceCounts.standing)
    }
    return Outcome(
      pinned: pinned, digest: found.digest, differences: comparison.differences,
      verdicts: found.verdicts.count, inputs: run.result.inputs, facts: facts,
      countsOnly: counts.keys.sorted(), diagnostics: run.result.diagnostics)
  }

  private func pinned(_ key: String) -> String {
    bagInfo.first { $0.key == key }?.value ?? ""
  }

  /// Counts by slice, of those that the context says hold some records only.
  private func counts(
    _ context: JSONValue, _ contents: PackageContents
  ) throws -> [String: SliceCounts] {
    let members = context["readings"].elements
      .filter { RecordedReading($0).counts != nil }.compactMap { $0["member"].text }
    guard !members.isEmpty else { return [:] }
    var out = Dictionary(
      members.map { ($0, SliceCounts()) }, uniquingKeysWith: { first, _ in first })
    guard contents.holds(SliceCounts.member) else {
      throw lacking(SliceCounts.member, "the package does not hold it")
    }
    try forEachLine(SliceCounts.member, contents) { line in
      guard let slice = line["slice"].text, let row = SliceCounts.Row(line) else {
        throw lacking(SliceCounts.member, "a line of it is no count")
      }
      out[slice]?.rows.append(row)
    }
    return out
  }

  /// Every record is either in a slice or in an omitted range.
  private func compareOmitted(
    _ comparison: inout ReplayComparison, _ verdicts: JSONValue, _ contents: PackageContents
  ) throws {
    var missing: [String: Int64] = [:]
    for slice in verdicts["slices"].elements {
      guard let kept = slice["kept"].integer, let records = slice["records"].integer,
        let input = slice["input"].integer,
        let path = verdicts["inputs"].elements.dropFirst(Int(input)).first?["path"].text
      else { continue }
      missing[path, default: 0] += records - kept
    }
    var omitted: [String: Int64] = [:]
    if contents.holds(SliceSink.omittedMember) {
      try forEachLine(SliceSink.omittedMember, contents) { line in
        guard let source = line["source"].text, let records = line["records"].integer else {
          throw lacking(SliceSink.omittedMember, "a line of it is no range")
        }
        omitted[source, default: 0] += records
      }
    }
    for path in Set(missing.keys).union(omitted.keys).sorted() {
      comparison.compareCounts(
        "omitted ranges of \(path)", "records", missing[path] ?? 0, omitted[path] ?? 0)
    }
  }

  private func forEachLine(
    _ member: String, _ contents: PackageContents, _ body: (JSONValue) throws -> Void
  ) throws {
    var rest: [UInt8] = []
    var failure: (any Error)?
    func take(_ line: some Sequence<UInt8>) {
      guard failure == nil else { return }
      do {
        guard let value = JSONValue(parsing: Array(line)) else {
          throw lacking(member, "a line of it is no JSON")
        }
        try body(value)
      } catch { failure = error }
    }
    try contents.read(member) { (chunk) throws(DiagnosticError) in
      rest.append(contentsOf: chunk)
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        take(rest[start..<end])
        start = end + 1
      }
      rest.removeFirst(start)
    }
    if !rest.isEmpty { take(rest) }
    if let failure { throw failure }
  }

  private func appendix(_ contents: PackageContents) throws -> Appendix {
    let names = ["data/config/appendix.yaml", "data/config/appendix.json"]
    guard let name = names.first(where: contents.holds) else {
      throw lacking(names[0], "the package holds no appendix")
    }
    let bytes = try contents.bytes(name)
    do {
      return try AppendixReader.read(bytes: bytes, path: path + "/" + name).appendix
    } catch {
      throw CommandFailure(.unverified, error.diagnostics)
    }
  }

  private func document(_ name: String, _ contents: PackageContents) throws -> JSONValue {
    guard contents.holds(name) else { throw lacking(name, "the package does not hold it") }
    guard let document = JSONValue(parsing: try contents.bytes(name)) else {
      throw lacking(name, "it is no JSON")
    }
    return document
  }

  private static func onset(of incident: JSONValue) -> Instant? {
    incident["incident"]["from"].text.flatMap { InstantOption(argument: $0)?.instant }
  }

  private func lacking(_ member: String, _ message: String) -> CommandFailure {
    CommandFailure(
      .unverified,
      Diagnostic(
        .error, "replay-facts", message, at: SourceLocation(file: path + "/" + member),
        fix: "replay full packages made by `estreat analyze`"))
  }
}
