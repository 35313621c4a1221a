internal import Diagnostics

extension SpanCensus.Kind {
  fileprivate var diagnostic: (severity: Severity, code: String, message: String, fix: String) {
    switch self {
    case .orphan:
      (
        .note, "span-orphan", "spans whose parent is in none of the exports",
        "export whole traces; calls along missing spans cannot be seen"
      )
    case .duplicate:
      (
        .note, "span-duplicate", "spans that were there before were counted once",
        "exports that overlap, or exporters that send again, leave copies"
      )
    case .reusedID:
      (
        .warning, "span-id-reused", "different spans have the same id in one trace",
        "check the id generator; of such spans the first counts as parent"
      )
    case .early:
      (
        .warning, "span-early", "spans begin before their parent does",
        "compare the clocks of the hosts; stamps were left as they are"
      )
    case .late:
      (
        .note, "span-late", "spans answer a call after its caller had ended it",
        "a caller that gave up leaves such spans, a clock that is ahead too"
      )
    }
  }
}

extension SpanCensus {
  /// What was found, each with the input it is noted at.
  /// - Parameter paths: display paths of the inputs.
  func diagnostics(_ paths: [String]) -> [(Int, Diagnostic)] {
    func location(_ input: Int, _ place: RecordPlace?) -> SourceLocation {
      SourceLocation(
        file: paths[input], line: place.map { Int($0.line) }, column: place.map { _ in 1 },
        offset: place?.offset)
    }
    var found: [(Int, Diagnostic)] = []
    for (input, counts) in counts.sorted(by: { $0.key < $1.key }) where paths.indices ~= input {
      for kind in Kind.allCases where counts[kind.rawValue].count > 0 {
        let text = kind.diagnostic
        let count = counts[kind.rawValue]
        found.append(
          (
            input,
            Diagnostic(
              text.severity, text.code, text.message, at: location(input, count.first),
              fix: text.fix, count: Int(clamping: count.count))
          ))
      }
    }
    for (pair, clock) in clocks.sorted(by: { $0.key < $1.key }) where clock.shifted > 0 {
      guard let first = clock.witnesses.first?.provenance, paths.indices ~= first.input else {
        continue
      }
      found.append(
        (
          first.input,
          Diagnostic(
            .warning, "clock-skew",
            "clocks of \(pair.from) and \(pair.to) differ: in \(clock.shifted) of \(clock.calls)"
              + " calls the answer lies outside of the call; \(pair.to) is \(clock.text)",
            at: location(first.input, first.place),
            fix: "stamps were left as they are; allow for it when events of both are put in order")
        ))
    }
    let hasDropped = graphs.values.contains { $0.droppedCalls > 0 }
    guard isIncomplete || lacksNames || hasDropped,
      let input = paths.indices.first(where: { counts[$0] != nil })
        ?? paths.indices.first
    else { return found }
    found.append(
      (
        input,
        Diagnostic(
          .warning, "spans-not-counted",
          isIncomplete
            ? "a trace has more spans than memory allows: orphans, copies, clocks and calls were"
              + " not counted in full"
            : "more services than can be kept: calls among some were not counted",
          fix: "allow more memory (--max-memory), or export fewer traces")
      ))
    return found
  }
}
