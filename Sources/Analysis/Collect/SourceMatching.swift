internal import Diagnostics

/// Which declaration of the appendix speaks about which input.
struct SourceMatching: Sendable {
  /// Index into the appendix' sources by input; nil where none matches.
  let sourceOfInput: [Int?]
  /// One warning for each pattern that matches nothing.
  let diagnostics: [Diagnostic]

  /// The first declaration with a matching pattern wins.
  init(inputs: [InputFile], appendix: Appendix) {
    var matched: Set<String> = []
    sourceOfInput = inputs.map { input in
      // A slice belongs to what its export did, whose path is not its own.
      if let recorded = input.recorded {
        return recorded.source.flatMap { appendix.sources.indices.contains($0) ? $0 : nil }
      }
      var found: Int?
      for (index, source) in appendix.sources.enumerated() {
        for pattern in source.files
        where FilePattern(pattern).matches(input.displayPath)
          || FilePattern(pattern).matches(input.path)
        {
          matched.insert("\(index)/\(pattern)")
          if found == nil { found = index }
        }
      }
      return found
    }
    var warnings: [Diagnostic] = []
    for (index, source) in appendix.sources.enumerated() {
      for pattern in source.files where !matched.contains("\(index)/\(pattern)") {
        warnings.append(
          Diagnostic(
            .warning, "source-unmatched",
            "the pattern \"\(pattern)\" of sources: \(source.role.rawValue) matches no input",
            at: SourceLocation(file: appendix.path, line: source.line),
            fix: "supply the export, or correct the pattern"))
      }
    }
    diagnostics = warnings
  }
}
