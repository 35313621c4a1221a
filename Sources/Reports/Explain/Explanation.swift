public import Analysis

/// The arithmetic behind verdicts and the evidence it rests on, step by step.
public enum Explain {
  /// The explanation as UTF-8 text, at most 100 columns wide apart from paths.
  /// - Parameters:
  ///   - appendix: the contract of the run; it holds the parameters of the rules.
  ///   - language: of the titles of the codes that were met.
  public static func render(
    _ subject: ExplainSubject, _ result: AnalysisResult, appendix: Appendix,
    language: ReportLanguage = .english
  ) -> [UInt8] {
    var explanation = Explanation(result, appendix)
    switch subject {
    case .clause(let id): explanation.clause(id)
    case .window(let id, let instant): explanation.window(id, instant)
    case .incident(let id): explanation.incident(id)
    case .breach(let id): explanation.breach(id)
    }
    explanation.files()
    explanation.codes(subject, language: language)
    return TextLayout.bytes(explanation.lines)
  }
}

/// An explanation under construction.
struct Explanation {
  let result: AnalysisResult
  let appendix: Appendix
  let clock: ContractClock
  var lines: [String] = []
  /// Inputs that were cited; their digests end the explanation.
  private var cited: Set<Int> = []

  static let labelWidth = 14
  /// Pointers listed for one verdict or test.
  static let shownEvidence = 8

  init(_ result: AnalysisResult, _ appendix: Appendix) {
    self.result = result
    self.appendix = appendix
    clock = ContractClock(zone: result.zone)
  }

  /// One labelled line, wrapped under its text.
  mutating func say(_ label: String, _ text: String) {
    lines += TextLayout.wrap("  " + TextLayout.left(label, Self.labelWidth), text)
  }

  /// `file:line (offset n, n bytes)` for each pointer; long lists are cut and counted.
  mutating func evidence(_ pointers: [Provenance], label: String = "evidence") {
    for (index, pointer) in pointers.prefix(Self.shownEvidence).enumerated() {
      say(index == 0 ? label : "", place(pointer))
    }
    if pointers.count > Self.shownEvidence {
      say("", "… \(pointers.count - Self.shownEvidence) more in analysis.json")
    }
    if pointers.isEmpty { say(label, "none cited") }
  }

  /// `logs/access.jsonl.gz:8123 (offset 1234, 210 bytes)`.
  mutating func place(_ pointer: Provenance) -> String {
    cited.insert(pointer.input)
    let path =
      result.inputs.indices.contains(pointer.input) ? result.inputs[pointer.input].path : "?"
    return "\(path):\(pointer.place.line) (offset \(pointer.place.offset),"
      + " \(pointer.place.length) bytes)"
  }

  /// Digests of every file that was cited.
  mutating func files() {
    guard !cited.isEmpty else { return }
    lines.append("")
    lines.append("files, SHA-256 as acquired; offsets and lines count in the decompressed content")
    for index in cited.sorted() where result.inputs.indices.contains(index) {
      lines.append("  \(result.inputs[index].sha256)  \(result.inputs[index].path)")
    }
  }
}
