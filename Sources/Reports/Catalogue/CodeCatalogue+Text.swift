extension CodeCatalogue {
  private static let labelWidth = 14

  /// What the lines of a page are called.
  private static func label(_ part: Part) -> CodePage.Both {
    switch part {
    case .kind: ("kind", "类别")
    case .meaning: ("means", "含义")
    case .rule: ("rule", "规则")
    case .effect: ("effect", "影响")
    case .settle: ("what settles it", "如何解决")
    case .example: ("example", "示例")
    }
  }
  private enum Part { case kind, meaning, rule, effect, settle, example }

  /// The page of `code` as UTF-8 text, at most 100 columns wide; nil when there is none.
  public func text(of code: String, language: ReportLanguage) -> [UInt8]? {
    guard let page = page(code),
      let area = areas.first(where: { $0.pages.contains { $0.code == code } })
    else { return nil }
    var lines = TextLayout.wrapMixed("\(code)  ", language.of(page.title))
    let parts: [(Part, CodePage.Both?)] = [
      (.kind, area.title), (.meaning, page.meaning), (.rule, page.rule), (.effect, page.effect),
      (.settle, page.settle), (.example, page.example),
    ]
    for case (let part, let text?) in parts {
      let label = language.of(Self.label(part))
      lines += TextLayout.wrapMixed(
        "  " + TextLayout.left(label, Self.labelWidth + 2), language.of(text))
    }
    return TextLayout.bytes(lines)
  }

  /// All codes with their titles, by area, as UTF-8 text.
  public func list(language: ReportLanguage) -> [UInt8] {
    let width = (codes.map(\.count).max() ?? 0) + 2
    var lines: [String] = []
    for area in areas {
      if !lines.isEmpty { lines.append("") }
      lines.append(language.of(area.title))
      for page in area.pages {
        lines += TextLayout.wrapMixed(
          "  " + TextLayout.left(page.code, width), language.of(page.title))
      }
    }
    return TextLayout.bytes(lines)
  }

  /// One line for each of `codes` that has a page, under a line that says how to read them.
  func hints(_ codes: [String], language: ReportLanguage) -> [String] {
    let pages = codes.compactMap { page($0) }
    guard !pages.isEmpty else { return [] }
    let width = (pages.map(\.code.count).max() ?? 0) + 2
    let head: CodePage.Both = (
      "codes met; `estreat explain CODE` prints the page of one",
      "出现的代码；`estreat explain CODE` 打印其页面"
    )
    return [language.of(head)]
      + pages.flatMap {
        TextLayout.wrapMixed("  " + TextLayout.left($0.code, width), language.of($0.title))
      }
  }
}
