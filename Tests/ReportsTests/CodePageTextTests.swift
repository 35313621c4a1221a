import Diagnostics
import Testing

@testable import Reports

/// How pages are found and printed.
@Suite("Code pages")
struct CodePageTextTests {
  private let catalogue = CodeCatalogue.standard

  private func text(_ code: String, _ language: ReportLanguage = .english) throws -> String {
    String(decoding: try #require(catalogue.text(of: code, language: language)), as: UTF8.self)
  }

  @Test(
    "a code is found as it is seen in output",
    arguments: [
      ("partial-window", "partial-window"), ("PARTIAL-WINDOW", "partial-window"),
      ("leg-absent: gateway", "leg-absent"), ("INDETERMINATE(quarantined)", "quarantined"),
      ("COMPLIANT(leg-absent: gateway)", "leg-absent"), ("[gzip-corrupt]", "gzip-corrupt"),
      ("degenerate_spread", "DEGENERATE_SPREAD"), ("degenerate-spread", "degenerate-spread"),
      ("breached", "BREACHED"), ("e3", "E3"), ("topology: 2 of 2 agreed edges seen", "topology"),
    ])
  func found(_ text: String, _ code: String) {
    #expect(catalogue.code(for: text) == code)
  }

  @Test("anything else is not found", arguments: ["", "A2", "INC-20240515-142002", "partial", "("])
  func notFound(_ text: String) {
    #expect(catalogue.code(for: text) == nil)
  }

  @Test("an unknown code is answered with a near one; an id with how to explain it")
  func unknown() {
    let near = catalogue.unknown("parial-window")
    #expect(near.code == "unknown-code" && near.fix == "did you mean \"partial-window\"?")
    for id in ["A2", "INC-20240515-142002"] {
      #expect(catalogue.unknown(id).fix?.contains("-a APPENDIX") == true)
    }
  }

  @Test("the numbers of the specification stand on their pages, in both languages")
  func specified() throws {
    // CLAUSES: limits of the definition case, RULES: shares of false alarms, support of 3 and 2
    // late of 60, zero late from 299 on, 10 % for resets.
    let expected: [String: [String]] = [
      "DEFINITION_SENSITIVE": ["6.20", "7.95", "7.37"],
      "expected-false-alarms": ["3.1", "7.4", "11"], "confirmed": ["3", "60"],
      "min-requests": ["299"], "counter-reset": ["10"], "warm-up": ["5", "7"],
      "clipped-histogram": ["984", "992", "99.19"], "missing-id": ["9998", "9997"],
      "POISONED_HISTORY": ["2", "7"], "contradictions": ["9", "10"],
    ]
    for (code, numbers) in expected {
      for language in ReportLanguage.allCases {
        let found = CatalogueRules.numbers(try text(code, language))
        #expect(numbers.allSatisfy(found.contains), "\(code): \(found)")
      }
    }
  }

  @Test("every page says which exit status its code makes, or that it makes none")
  func statuses() throws {
    #expect(try text("requirement-cycle").contains("exit status 2"))
    #expect(try text("gzip-corrupt").contains("Exit status 4"))
    #expect(try text("crc-mismatch").contains("exit status 5"))
    #expect(try text("no-traffic").contains("no effect on the exit status"))
    #expect(try text("gzip-corrupt", .chinese).contains("退出码 4"))
  }

  @Test("the list names each code once, under its heading")
  func list() {
    let text = String(decoding: catalogue.list(language: .chinese), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("  ") } == catalogue.codes.count)
    #expect(lines.count { !$0.hasPrefix("  ") } == catalogue.areas.count)
    #expect(lines.first == "裁定结果")
  }

  @Test("a Chinese line ends behind any character, but no line begins with a closing mark")
  func wrapping() {
    let text = String(repeating: "窗口裁定，", count: 40)
    let lines = TextLayout.wrapMixed("  x  ", text)
    #expect(lines.count > 3)
    #expect(lines.allSatisfy { TextLayout.width($0) <= TextLayout.columns })
    #expect(lines.dropFirst().allSatisfy { !$0.hasPrefix("     ，") && $0.hasPrefix("     ") })
    let joined = lines.map { $0.dropFirst(5) }.joined()
    #expect(joined == text)
    // Words are not parted, and blanks at breaks go.
    let latin = TextLayout.wrapMixed("", String(repeating: "window ", count: 30))
    #expect(latin.allSatisfy { $0.hasSuffix("window") && $0.hasPrefix("window") })
  }

  @Test("an explanation ends with the codes that were met")
  func hints() {
    let lines = catalogue.hints(["no-such-code", "quarantined"], language: .english)
    #expect(lines.count == 2 && lines[1].hasPrefix("  quarantined  "))
    #expect(catalogue.hints(["no-such-code"], language: .english) == [])
  }
}
