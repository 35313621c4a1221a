import Foundation
import Testing

/// The packages of `Datasets/packages`: the sound ones verify, by stock tools too; of the others,
/// which `make_packages.py` tampered with one by one, each fails with the code beside it.
@Suite("Packages of the data sets")
struct PackageDatasetTests {
  private static let folder = Program.repository.appendingPathComponent("Datasets/packages").path
  private static let roots = ["test-root", "test-sm2-root", "tsa-root"].flatMap {
    ["--trust", "\(folder)/roots/\($0).pem"]
  }
  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".zip") }.sorted()
  static let good = names.filter { $0.hasPrefix("good-") }
  static let bad = names.filter { $0.hasPrefix("bad-") }

  private struct Answer: Decodable {
    struct Package: Decodable { var diagnostics: [Diagnostic] }
    struct Diagnostic: Decodable { var severity, code: String }
    var packages: [Package]
  }

  /// Exit status, and the codes of all errors.
  private func verify(_ name: String, _ arguments: [String]) throws -> (Int32, Set<String>) {
    try withProgram { program in
      let run = try program.run(
        ["verify", "\(Self.folder)/\(name)", "--format", "json"] + arguments)
      let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
      let errors = answer.packages.flatMap(\.diagnostics).filter { $0.severity == "error" }
      return (run.status, Set(errors.map(\.code)))
    }
  }

  @Test func thereAreEnough() {
    #expect(Self.good.count == 4)
    #expect(Self.bad.count >= 40)
  }

  @Test(arguments: good) func theSoundOnesVerify(_ name: String) throws {
    let isSigned = name.contains("-signed") || name.contains("-stamped")
    let trust = isSigned ? Self.roots + ["--at", "2026-12-01T00:00Z"] : []
    let (status, errors) = try verify(name, trust)
    #expect(status == 0 && errors.isEmpty)
    for tool in [["unzip", "-tq"], ["7z", "t"]] where Shell.has(tool[0]) {
      try withProgram { program in
        _ = try Shell.run((tool + ["'\(Self.folder)/\(name)'"]).joined(separator: " "), in: program)
      }
    }
  }

  @Test(arguments: bad) func theOthersFailWithTheirCode(_ name: String) throws {
    let text = try String(contentsOfFile: "\(Self.folder)/\(name).expected", encoding: .utf8)
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let arguments = words.dropFirst().map {
      $0.hasPrefix("roots/") ? "\(Self.folder)/\($0)" : $0
    }
    let (status, errors) = try verify(name, arguments)
    #expect(status == (words[0] == "not-a-zip" ? 4 : 5))
    #expect(errors.contains(words[0]), "\(errors.sorted())")
  }
}
