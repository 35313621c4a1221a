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
    let inputs = try context["readings"].elements.map { reading in
      guard let member = reading["member"].text else {
        throw lacking("data/findings/context.json", "a reading names no member")
      }
      let file = try PrivateFile()
      try contents.read(member) { (chunk) throws(DiagnosticError) in try file.append(chunk) }
      files.append(file)
      var input = Analysis.InputFile(path: file.path, displayPath: member, isNamed: false)
      input.recorded = RecordedReading(reading)
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
    comparison.compareIncident(incident["incident"], found.incident)
    comparison.compareTexts(
      "appendix", verdicts["appendix"]["sha256"].text ?? "", appendix.sha256)
    let pinned = bagInfo.first { $0.key == "Verdict-Digest" }?.value ?? ""
    comparison.compareTexts("digest in bag-info.txt", pinned, "sha256:" + found.digest)
    comparison.compareTexts("digest in verdicts.json", stated, "sha256:" + found.digest)
    return Outcome(
      pinned: pinned, digest: found.digest, differences: comparison.differences,
      verdicts: found.verdicts.count, inputs: run.result.inputs, facts: facts,
      diagnostics: run.result.diagnostics)
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
