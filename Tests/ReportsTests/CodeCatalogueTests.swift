import Analysis
import Foundation
import TestSupport
import Testing

@testable import Reports

/// The catalogue has a page for every code the sources can print, and no others.
@Suite("Code catalogue")
struct CodeCatalogueTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let printed = Result { try PrintedCodes.inSources(of: root) }
  private let catalogue = CodeCatalogue.standard

  @Test("every code of a diagnostic, reason, note and link test has a page")
  func everyCode() throws {
    let printed = try Self.printed.get()
    // The finder must not go blind: there are hundreds of diagnostics and dozens of reasons.
    #expect(printed.diagnostics.count > 250)
    #expect(printed.reasons.count > 25 && printed.notes.count > 4 && printed.linkTests.count > 4)
    #expect(CatalogueRules.missing(printed.diagnostics, in: catalogue) == [])
    #expect(CatalogueRules.missing(printed.reasons, in: catalogue) == [])
    #expect(CatalogueRules.missing(printed.notes, in: catalogue) == [])
    #expect(CatalogueRules.missing(printed.linkTests, in: catalogue) == [])
  }

  @Test("every outcome, support tier, grade and kind of bad id has a page")
  func everyWord() {
    let words =
      Outcome.allCases.map(\.rawValue) + Support.allCases.map(\.rawValue)
      + EvidenceGrade.allCases.map(\.code) + TraceID.Defect.allCases.map(\.rawValue)
    #expect(CatalogueRules.missing(Set(words), in: catalogue) == [])
  }

  @Test("every code that the fixtures of the formats expect has a page")
  func everyExpectedCode() throws {
    let folder = Self.root.appendingPathComponent("Datasets/formats").path
    var expected: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where path.hasSuffix(".expected") {
      let text = try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
      for line in text.split(separator: "\n") where line.hasPrefix("codes:") {
        let codes = line.dropFirst("codes:".count).split(separator: ",")
        expected.formUnion(codes.map { $0.trimmingCharacters(in: .whitespaces) })
      }
    }
    expected.subtract(["", "-", "none"])
    #expect(expected.count > 50)
    #expect(CatalogueRules.missing(expected, in: catalogue) == [])
  }

  @Test("no page names a code that nothing can print")
  func noStalePage() throws {
    let words =
      Outcome.allCases.map(\.rawValue) + Support.allCases.map(\.rawValue)
      + EvidenceGrade.allCases.map(\.code)
    let printed = try Self.printed.get().all.union(words)
    #expect(CatalogueRules.stale(catalogue, printed: printed) == [])
  }

  @Test("a code has one page, and no two differ by case alone")
  func onePage() {
    #expect(CatalogueRules.repeated(catalogue) == [])
  }

  @Test("a code that is due has its page already")
  func duePages() {
    #expect(CatalogueRules.missing(CatalogueRules.due, in: catalogue) == [])
  }

  @Test("texts are complete in both languages, with the same numbers", arguments: CodeArea.all)
  func texts(_ area: CodeArea) {
    #expect(!area.pages.isEmpty)
    #expect(CatalogueRules.defects(area.title) == [])
    #expect(area.pages.flatMap(CatalogueRules.defects) == [])
  }

  @Test("pages of reasons, notes, outcomes, grades and tests state their rule")
  func rules() {
    let lacking = catalogue.areas.filter { !$0.title.english.hasPrefix("diagnostics") }
      .flatMap(\.pages).filter { $0.rule == nil }.map(\.code)
    #expect(lacking == [])
  }

  @Test("a page fits the columns in both languages", arguments: ReportLanguage.allCases)
  func columns(_ language: ReportLanguage) throws {
    for code in catalogue.codes {
      let bytes = try #require(catalogue.text(of: code, language: language))
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      #expect(lines.count >= 4 && lines[0].hasPrefix(code + "  "))
      for line in lines { #expect(TextLayout.width(String(line)) <= TextLayout.columns, "\(line)") }
    }
  }
}

extension CodeArea: CustomTestStringConvertible {
  static var all: [CodeArea] { CodeCatalogue.standard.areas }
  var testDescription: String { title.english }
}
