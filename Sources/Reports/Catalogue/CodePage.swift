/// One page of the message catalogue: what a code means, in both languages of the reports.
///
/// A page is data. Pages lie below `Pages/`, one area a file; `CodeCatalogue` is their registry.
struct CodePage: Sendable {
  /// A text in every language of the reports.
  typealias Both = (english: String, chinese: String)

  /// The code as it is printed: `partial-window`, `DEGENERATE_SPREAD`, `E3`.
  var code: String
  /// One line, without a final full stop.
  var title: Both
  /// What it says, and what it does not say.
  var meaning: Both
  /// The clause or rule it comes from, with its formula where there is one.
  var rule: Both?
  /// What it does to the verdict and to the exit status.
  var effect: Both
  /// Which export, option or key of the appendix settles it.
  var settle: Both
  /// A small example with numbers.
  var example: Both?

  init(
    _ code: String, title: Both, meaning: Both, rule: Both? = nil, effect: Both, settle: Both,
    example: Both? = nil
  ) {
    self.code = code
    self.title = title
    self.meaning = meaning
    self.rule = rule
    self.effect = effect
    self.settle = settle
    self.example = example
  }
}

/// Codes of one kind, listed under one heading.
struct CodeArea: Sendable {
  /// The heading, and the first line of each page.
  var title: CodePage.Both
  /// Its pages, in the order of the list.
  var pages: [CodePage]
}

extension ReportLanguage {
  /// The half of `text` that is in this language.
  func of(_ text: CodePage.Both) -> String { self == .english ? text.english : text.chinese }
}
