internal import Diagnostics

extension Analyzer {
  /// Joins lines that rotation cut: the end of one export and the beginning of another make one
  /// record where neither half is one.
  ///
  /// A pair is taken when the two files lie in one folder or belong to one declared source, have
  /// one format, and only that one pair makes a record whose time lies between the neighbours.
  func joiningRotatedLines(_ parts: [InputSurvey]) throws -> [InputSurvey] {
    var joined = parts
    let tails = parts.indices.filter { parts[$0].ends.cutLast != nil && isLog(parts[$0]) }
    let heads = parts.indices.filter { parts[$0].ends.brokenFirst != nil && isLog(parts[$0]) }
    for tail in tails {
      var found: [(head: Int, fold: SurveyFold)] = []
      for head in heads where head != tail && belongTogether(parts[tail], parts[head]) {
        if let fold = try join(tail, head, parts) { found.append((head, fold)) }
      }
      guard found.count == 1, let (head, fold) = found.first else { continue }
      accept(fold, tail, head, &joined)
    }
    return joined
  }

  private func isLog(_ part: InputSurvey) -> Bool {
    guard let name = part.summary.format, part.summary.identicalTo == nil else { return false }
    return ExportFormats.named(name)?.hasIndependentLines ?? false
  }

  private func belongTogether(_ a: InputSurvey, _ b: InputSurvey) -> Bool {
    guard a.summary.format == b.summary.format, a.summary.role == b.summary.role,
      a.source == b.source
    else { return false }
    if a.source != nil { return true }
    func folder(_ path: String) -> Substring {
      path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    }
    return folder(a.summary.path) == folder(b.summary.path)
  }

  /// The record that the halves make, folded; nil when they make none.
  private func join(_ tail: Int, _ head: Int, _ parts: [InputSurvey]) throws -> SurveyFold? {
    guard let last = parts[tail].ends.cutLast?.place,
      let first = parts[head].ends.brokenFirst?.place,
      last.length + first.length <= Int64(request.reading.limits.recordBytes),
      let name = parts[tail].summary.format, let format = ExportFormats.named(name)
    else { return nil }
    let line = try bytes(last, of: tail) + bytes(first, of: head) + [0x0a]
    let fold = SurveyFold(
      plan: plan, input: tail,
      declaredService: parts[tail].source.flatMap { request.appendix.sources[$0].service },
      budget: budget, spanBudget: spanBudget)
    var context = scanner(tail).context
    context.role = parts[tail].summary.role
    guard let reader = format.makeReader(context) as? any LineChunkReader else { return nil }
    let padded = line + [UInt8](repeating: 0x20, count: LineChunker.padding)
    padded.withUnsafeBytes { bytes in
      let chunk = LineChunk(
        bytes: UnsafeRawBufferPointer(rebasing: bytes[..<line.count]), offset: last.offset,
        firstLine: last.line, index: 0)
      fold.begin(chunk)
      reader.read(chunk, into: fold)
      fold.end(chunk)
    }
    try reader.finish(into: fold)
    guard fold.records == 1, fold.quarantined == 0 else { return nil }
    return fold
  }

  private func bytes(_ place: RecordPlace, of input: Int) throws -> [UInt8] {
    var at: Int64 = 0
    var found: [UInt8] = []
    _ = try scanner(input).scanContent(hashing: false) { chunk in
      let from = max(place.offset, at)
      let to = min(place.offset + place.length, at + Int64(chunk.count))
      if from < to { found.append(contentsOf: chunk[Int(from - at)..<Int(to - at)]) }
      at += Int64(chunk.count)
    }
    return found
  }

  /// Counts the joined record with the export its first half lies in, and its halves no more.
  private func accept(
    _ fold: SurveyFold, _ tail: Int, _ head: Int, _ parts: inout [InputSurvey]
  ) {
    let record = FoldedExport([fold], role: parts[tail].summary.role)
    guard let lastHalf = parts[tail].ends.cutLast, let firstHalf = parts[head].ends.brokenFirst
    else { return }
    parts[tail].forget(lastHalf)
    parts[head].forget(firstHalf)
    parts[tail].survey.merge(record.survey)
    parts[tail].summary.records += 1
    parts[tail].summary.span = TimeSpan.union(parts[tail].summary.span, record.span)
    parts[tail].summary.services = Set(parts[tail].summary.services + record.services).sorted()
    // The file was rotated, not cut.
    parts[tail].diagnostics.removeAll {
      $0.code == "export-truncated"
        && $0.message.hasSuffix(
          "its last record is not complete")
    }
    parts[tail].isTruncated = parts[tail].diagnostics.contains { $0.code == "export-truncated" }
    parts[tail].diagnostics.append(
      Diagnostic(
        .note, "rotated-line",
        "its last line goes on in \(parts[head].summary.path); the two halves count as one record",
        at: SourceLocation(
          file: parts[tail].summary.path, line: Int(lastHalf.place.line), column: 1,
          offset: lastHalf.place.offset)))
  }
}

extension InputSurvey {
  /// Takes one quarantined half of a line back.
  fileprivate mutating func forget(_ half: ExportEnds.Half) {
    if let index = diagnostics.firstIndex(where: {
      $0.code == half.problem?.code ?? "other-lines"
        && $0.message == half.problem?.message ?? $0.message
    }) {
      diagnostics[index].count -= 1
      if diagnostics[index].count <= 0 { diagnostics.remove(at: index) }
    }
    guard half.problem != nil else { return }
    summary.quarantined -= 1
    if summary.quarantined == 0 { diagnostics.removeAll { $0.code == "mostly-quarantined" } }
    // Of unknown time: at the end of the file after its last record, at its beginning before the
    // first one.
    let isFirst = half.place.offset == 0
    let wanted = isFirst ? summary.span?.first : summary.span?.last
    if let index = survey.unknown.firstIndex(where: {
      isFirst ? $0.span.first == wanted : $0.span.last == wanted
    }) {
      survey.unknown[index].count -= 1
      if survey.unknown[index].count <= 0 { survey.unknown.remove(at: index) }
    }
  }
}
