internal import Diagnostics

extension Analyzer {
  /// Compares exports of one source that overlap in time, and surveys those that repeat records
  /// again without them.
  func withoutDuplicates(_ parts: [InputSurvey]) throws -> [InputSurvey] {
    var cleaned = parts
    for shared in DuplicateFinder.overlaps(parts) {
      let members = Set(shared.keys)
      let records = members.reduce(Int64(0)) { $0 + parts[$1].summary.records }
      let passes = Int(records) / request.reading.limits.comparedCount + 1
      let finder = DuplicateFinder(passes: passes)
      let overlaps = shared.values.flatMap { $0 }
      for pass in 0..<passes {
        finder.begin(pass: pass)
        try reread(parts, stage: "duplicates", only: members, within: overlaps) { index in
          finder.begin(input: index, overlaps: shared[index] ?? [])
          return finder
        }
      }
      for (index, found) in finder.skipped {
        var offsets = found
        offsets.seal()
        var part = survey(index, workers: request.reading.jobs, skipping: offsets) { _ in }
        // What was read stays on record; only the counts behind verdicts leave copies out.
        part.summary = parts[index].summary
        part.summary.duplicates = Int64(offsets.count)
        part.skipped = offsets
        part.diagnostics.append(
          Diagnostic(
            .note, "duplicate-records",
            "records that another export of the same source holds too were counted once",
            at: SourceLocation(file: part.summary.path), count: offsets.count))
        cleaned[index] = part
      }
    }
    return cleaned
  }
}
