@testable import Reports

/// What is demanded of the catalogue, as pure functions so that they can be shown to fail.
enum CatalogueRules {
  /// Codes with a page that no source spells yet: they come with the statistics of the clauses,
  /// or are said in other words. Strike a code off once it is printed; nothing else is exempt.
  static let due: Set<String> = [
    // Words of reports and members of the machine output, which are no codes in the sources.
    "missing-day", "excused-history", "expected-false-alarms", "tzdata", "late-window",
    "native-histogram-bound", "time-share", "undecidable",
  ]

  /// Codes without a page.
  static func missing(_ printed: Set<String>, in catalogue: CodeCatalogue) -> [String] {
    printed.subtracting(catalogue.codes).sorted()
  }

  /// Pages whose code nothing can print.
  static func stale(_ catalogue: CodeCatalogue, printed: Set<String>) -> [String] {
    Set(catalogue.codes).subtracting(printed).subtracting(due).sorted()
  }

  /// Codes with more than one page.
  static func repeated(_ catalogue: CodeCatalogue) -> [String] {
    Dictionary(grouping: catalogue.codes, by: { $0.lowercased() }).values
      .filter { $0.count > 1 }.map { $0[0] }.sorted()
  }

  /// What is wrong with the texts of a page.
  static func defects(_ page: CodePage) -> [String] {
    let parts: [(String, CodePage.Both?)] = [
      ("title", page.title), ("meaning", page.meaning), ("rule", page.rule),
      ("effect", page.effect), ("settle", page.settle), ("example", page.example),
    ]
    return parts.flatMap { name, text in
      text.map { defects($0).map { "\(page.code) \(name): \($0)" } } ?? []
    }
  }

  /// What is wrong with one text in two languages.
  static func defects(_ text: CodePage.Both) -> [String] {
    var found: [String] = []
    for half in [text.english, text.chinese] {
      if half.allSatisfy(\.isWhitespace) { found.append("empty") }
      if half.first?.isWhitespace == true || half.last?.isWhitespace == true {
        found.append("blanks around it")
      }
      if half.contains("\n") || half.contains("  ") { found.append("blanks inside of it") }
    }
    if text.english == text.chinese { found.append("not translated") }
    if !hasChinese(text.chinese) { found.append("no Chinese") }
    if hasChinese(text.english) { found.append("Chinese in the English half") }
    if numbers(text.english) != numbers(text.chinese) {
      found.append("numbers \(numbers(text.english)) and \(numbers(text.chinese))")
    }
    return found
  }

  private static func hasChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }
  }

  /// The numbers of a text, decimal signs included, sorted: word order differs by language.
  static func numbers(_ text: String) -> [String] {
    text.matches(of: /[0-9]+(\.[0-9]+)?/).map { String($0.output.0) }.sorted()
  }
}
