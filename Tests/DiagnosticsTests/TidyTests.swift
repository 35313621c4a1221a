import Foundation
import Testing

/// The shape of the source tree: sizes, arrows, purity, marks.
@Suite("Tidy")
struct TidyTests {
  @Test("No Swift file is longer than 400 lines")
  func fileLengths() throws {
    for file in try TidyTree.swiftFiles("Sources") + TidyTree.swiftFiles("Tests") {
      #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count - 1) lines")
    }
  }

  @Test("Imports go down only", arguments: TidyRules.allowedImports.keys.sorted())
  func arrowsDown(target: String) throws {
    for file in try TidyTree.swiftFiles("Sources/" + target) {
      let found = TidyRules.forbiddenImports(file.code, target: target)
      #expect(found.isEmpty, "\(file.path) imports \(found.joined(separator: ", "))")
    }
  }

  @Test("Every target of Sources has its arrows written down")
  func everyTargetKnown() {
    let targets = TidyTree.names(in: "Sources").filter { !$0.hasPrefix("C") }
    #expect(Set(targets) == Set(TidyRules.allowedImports.keys))
  }

  @Test(
    "Analysis has no clock, no environment, no writing, no socket",
    arguments: ["Analysis", "Sensitive"])
  func pure(target: String) throws {
    for file in try TidyTree.swiftFiles("Sources/" + target) {
      let found = TidyRules.impureUses(file.code)
      #expect(found.isEmpty, "\(file.path) uses \(found.joined(separator: ", "))")
    }
  }

  @Test(
    "Only the executable reads arguments and environment",
    arguments: ["Diagnostics", "Digest", "Evidence", "Reports"])
  func noEnvironment(target: String) throws {
    let environment = ["ProcessInfo", "getenv", "CommandLine", "Date()", "Date.now", ".current"]
    for file in try TidyTree.swiftFiles("Sources/" + target) {
      let code = file.code
      let found = environment.filter { code.contains($0) }
      #expect(found.isEmpty, "\(file.path) uses \(found.joined(separator: ", "))")
    }
  }

  @Test("Nothing unfinished, nothing that traps on input")
  func marks() throws {
    for file in try TidyTree.swiftFiles("Sources") + TidyTree.swiftFiles("Tests") {
      let found = TidyRules.forbiddenMarks(file)
      #expect(found.isEmpty, "\(file.path) has \(found.joined(separator: ", "))")
    }
  }

  @Test("ARCHITECTURE.md keeps to 200 lines")
  func architectureLength() throws {
    #expect(try TidyTree.file("ARCHITECTURE.md").lines.count <= 201)
  }
}

/// The rules themselves: each is shown to catch what it is for.
@Suite("Tidy rules catch")
struct TidyRuleTests {
  @Test("an import that goes up")
  func upwardImport() {
    #expect(
      TidyRules.forbiddenImports("internal import Analysis\n", target: "Evidence") == ["Analysis"])
    #expect(
      TidyRules.forbiddenImports("@testable import struct Reports.X\n", target: "Analysis")
        == ["Reports"])
    #expect(TidyRules.forbiddenImports("public import Diagnostics\n", target: "Analysis").isEmpty)
  }

  @Test(
    "impure code",
    arguments: [
      "let now = Date()", "ProcessInfo.processInfo.environment", "getenv(\"TZ\")", "time(nil)",
      "clock_gettime(CLOCK_REALTIME, &spec)", "TimeZone.current", "Int.random(in: 0..<3)",
      "try data.write(to: url)", "open(path, O_WRONLY | O_CREAT)", "print(\"x\")",
      "FileManager.default.createFile(atPath: path, contents: nil)", "URLSession.shared",
      "ContinuousClock.now",
    ])
  func impure(code: String) {
    #expect(!TidyRules.impureUses(code).isEmpty)
  }

  @Test(
    "but not code that only looks like it",
    arguments: [
      "value.write(into: &out)", "record.time(of: x)", "stamp.time()", "func print(of x: Int)",
      "// Date() is not used here".replacingOccurrences(of: "//", with: "let a = 1 //"),
      "let text = \"Date()\"",
    ])
  func pureLookalikes(code: String) {
    let found = TidyRules.impureUses(SwiftText.codeOnly(code))
    #expect(found.isEmpty || code.hasPrefix("func print"))
  }

  @Test("marks of unfinished code, in comments and in code")
  func marks() {
    let comment = TidyTree.File(path: "a", text: "// TO" + "DO: later\n")
    #expect(TidyRules.forbiddenMarks(comment).count == 1)
    let force = TidyTree.File(path: "a", text: "let x = try" + "! f()\n")
    #expect(TidyRules.forbiddenMarks(force).count == 1)
    let quoted = TidyTree.File(path: "a", text: "let x = \"try" + "!\"\n")
    #expect(TidyRules.forbiddenMarks(quoted).isEmpty)
  }

  @Test("conformances where a type is declared")
  func conformances() {
    let code = "public struct A: Sendable, ExportFormat {\n}\nfinal class B: Other {}\nenum C {}"
    #expect(SwiftText.types(conformingTo: "ExportFormat", in: code) == ["A"])
  }

  @Test("comments and strings are no code")
  func codeOnly() {
    let text = "a /* b\nc */ d \"e \\\" f\" g // h\n\"\"\"\ni\n\"\"\" j"
    #expect(SwiftText.codeOnly(text) == "a \n d \"\" g \n\"\"\n\n j")
  }
}
