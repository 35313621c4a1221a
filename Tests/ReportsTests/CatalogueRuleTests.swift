import TestSupport
import Testing

@testable import Reports

/// The rules of the catalogue: each is shown to catch what it is for.
@Suite("Catalogue rules catch")
struct CatalogueRuleTests {
  private func page(_ code: String, title: CodePage.Both = ("A title", "标题")) -> CodePage {
    CodePage(
      code, title: title, meaning: ("It means 5 of 7.", "意思是 7 中的 5。"), effect: CodePage.informs,
      settle: ("Do it.", "请处理。"))
  }
  private func catalogue(_ pages: [CodePage]) -> CodeCatalogue {
    CodeCatalogue(areas: [CodeArea(title: ("codes", "代码"), pages: pages)])
  }

  @Test("a page that was removed")
  func removed() {
    let standard = CodeCatalogue.standard
    for code in ["partial-window", "DEGENERATE_SPREAD", "gzip-corrupt"] {
      let rest = standard.areas.map { area in
        CodeArea(title: area.title, pages: area.pages.filter { $0.code != code })
      }
      let printed = Set(standard.codes)
      #expect(CatalogueRules.missing(printed, in: CodeCatalogue(areas: rest)) == [code])
    }
  }

  @Test("a page whose code is gone, but none that is due")
  func stale() {
    let known = catalogue([page("no-data"), page("never-printed"), page("tzdata")])
    #expect(CatalogueRules.stale(known, printed: ["no-data"]) == ["never-printed"])
  }

  @Test("two pages of one code, case aside")
  func repeated() {
    let twice = catalogue([page("no-data"), page("unit"), page("NO-DATA")])
    #expect(CatalogueRules.repeated(twice) == ["no-data"])
  }

  @Test(
    "a text that is not complete in both languages",
    arguments: [
      ("", "空", "empty"), ("A", " ", "empty"), ("A", "A", "not translated"),
      ("A", "B", "no Chinese"), ("A 字", "字", "Chinese in the English half"),
      ("3 of 60", "60 中的 2", "numbers [\"3\", \"60\"] and [\"2\", \"60\"]"),
      ("99.98 %", "99.9 %，字", "numbers [\"99.98\"] and [\"99.9\"]"),
      ("A  B", "字", "blanks inside of it"), ("A ", "字", "blanks around it"),
    ])
  func incomplete(_ english: String, _ chinese: String, _ defect: String) {
    let text = (english: english, chinese: chinese)
    #expect(CatalogueRules.defects(text).contains(defect))
    #expect(CatalogueRules.defects(page("x", title: text)).contains("x title: " + defect))
  }

  @Test("but no text that is")
  func complete() {
    #expect(CatalogueRules.defects(page("no-data")) == [])
    #expect(CatalogueRules.defects((english: "3 of 60 in A2", chinese: "A2 的 60 中有 3")) == [])
  }
}

/// How codes are found in sources: each way of spelling one is shown to be seen.
@Suite("Printed codes")
struct PrintedCodesTests {
  private func codes(_ text: String, path: String = "Sources/Analysis/X.swift") -> PrintedCodes {
    PrintedCodes([PrintedCodes.File(path: path, text: text)])
  }

  @Test(
    "codes of diagnostics are seen, however they are spelled",
    arguments: [
      ("throw E(Diagnostic(.error, \"new-code\", \"text\"))", ["new-code"]),
      ("Diagnostic(\n  a.b || c != nil ? .error : .warning, \"word\",\n \"t\")", ["word"]),
      ("Diagnostic(.error, gone ? \"no-path\" : \"no-right\", \"t\")", ["no-path", "no-right"]),
      ("func refuse(_ code: String) {}\nrefuse(\"new-code\", f(\"other-code\"))", ["new-code"]),
      ("struct Fault {\n  init(_ code: String) {}\n}\nthrow Fault(\"new-code\")", ["new-code"]),
      ("Q(code: \"new-code\", message: \"a-b\")", ["new-code"]),
      ("Q(code: p.contains(\"a-b\") ? \"new-code\" : \"old-code\", m)", ["new-code", "old-code"]),
      (
        "let code =\n  name == x ? \"new-code\" : \"old-code\"\nlog(\"a-b\")",
        ["new-code", "old-code"]
      ),
      ("func r(_ k: String, code: String = \"new-code\") {}", ["new-code"]),
      ("override var syntaxCode: String { \"new-code\" }", ["new-code"]),
      ("check(a, mismatch: \"new-code\", log: &log)", ["new-code"]),
      (
        "enum StampFault: String, Error {\n case a = \"new-code\"\n}\nlet b = \"a-b\"", ["new-code"]
      ),
      (
        "var note: (code: String, fix: String) {\n (\n \"new-code\", \"do-it now\"\n )\n}",
        ["new-code"]
      ),
      ("var d: (s: Severity, code: String) { (.note, \"new-code\", \"x\") }", ["new-code"]),
    ])
  func diagnostics(_ text: String, _ expected: [String]) {
    #expect(codes(text).diagnostics.sorted() == expected.sorted())
  }

  @Test(
    "what only looks like one is not",
    arguments: [
      "let name = \"json-access\"", "keys.duration(\"late-allowance\")",
      "// Diagnostic(.error, \"old-code\", \"text\")", "/// see `Diagnostic(.error, \"old-code\")`",
      "Diagnostic(.error, code, \"a-b\")", "func add(_ code: String) {}\nlist.add(\"images\", 3)",
      "if error.code == \"old-code\" { return }",
    ])
  func lookalikes(_ text: String) {
    #expect(codes(text).all == [])
  }

  @Test("reasons, notes and link tests are seen in Analysis")
  func verdicts() {
    let reasons = codes(
      "enum Reason {\n  static let a = \"new-reason\"\n  static let b = \"unit\"\n}")
    #expect(reasons.reasons == ["new-reason", "unit"])
    #expect(codes("return .indeterminate(\"odd: \\(x)\")").reasons == ["odd"])
    let notes = codes("v.notes.append(\"NEW_NOTE\")\nv.notes = [\"deploy_id: \\(id)\"]")
    #expect(notes.notes == ["NEW_NOTE", "deploy_id"])
    #expect(codes("decision.note(\"NEW_NOTE\")").notes == ["NEW_NOTE"])
    let reader = codes("word == \"FOLLOWS_FROM\"", path: "Sources/Analysis/Ingest/X.swift")
    #expect(reader.notes == [])
    let test = codes("let name = \"dose\"", path: "Sources/Analysis/Causality/LinkTests/D.swift")
    #expect(test.linkTests == ["dose"])
  }
}
