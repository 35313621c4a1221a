internal import Diagnostics

extension Analyzer {
  /// Compares exports of one source that overlap in time, and surveys those that repeat records
  /// again without them.
  func withoutDuplicates(_ parts: [InputSurvey]) throws -> [InputSurvey] {
    var cleaned = parts
    for shared in DuplicateFinder.overlaps(parts) {
      let finder = DuplicateFinder()
      let members = Set(shared.keys)
      try reread(parts, stage: "duplicates", only: members) { index in
        finder.begin(input: index, overlaps: shared[index] ?? [])
        return finder
      }
      for (index, offsets) in finder.skipped {
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
      if finder.isOverCapacity, let first = members.min() {
        cleaned[first].diagnostics.append(
          Diagnostic(
            .error, "duplicates-unchecked",
            "exports of this source overlap by more than \(DuplicateFinder.capacity) records;"
              + " the rest was not compared",
            at: SourceLocation(file: parts[first].summary.path),
            fix: "supply exports that do not overlap"))
        cleaned[first].isComplete = false
      }
    }
    return cleaned
  }
}
