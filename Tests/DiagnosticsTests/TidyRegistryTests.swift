import Foundation
import Testing

/// Adding one thing is one file and one registry line; this fails when the line is missing.
@Suite("Registries")
struct TidyRegistryTests {
  /// One registry: where its members live, what they conform to, and the file with the array.
  struct Registry: Sendable, CustomTestStringConvertible {
    let folder: String
    let conformance: String
    let registry: String
    let arrayName: String
    var testDescription: String { registry }
  }

  static let registries: [Registry] = [
    Registry(
      folder: "Sources/Analysis/Ingest/Formats", conformance: "ExportFormat",
      registry: "Sources/Analysis/Ingest/ExportFormats.swift", arrayName: "all"),
    Registry(
      folder: "Sources/Analysis/Appendix/Clauses", conformance: "ClauseRule",
      registry: "Sources/Analysis/Appendix/Clauses/ClauseKinds.swift", arrayName: "all"),
    Registry(
      folder: "Sources/Sensitive/Detectors", conformance: "Detector",
      registry: "Sources/Sensitive/Detector.swift", arrayName: "all"),
    Registry(
      folder: "Sources/Reports/Formats", conformance: "ReportFormat",
      registry: "Sources/Reports/Reports.swift", arrayName: "all"),
    Registry(
      folder: "Sources/estreat/Commands", conformance: "EstreatCommand",
      registry: "Sources/estreat/Estreat.swift", arrayName: "subcommands"),
  ]

  @Test("Every member of a registry's folder stands in it", arguments: registries)
  func complete(_ registry: Registry) throws {
    let array = try Self.array(registry.arrayName, in: TidyTree.file(registry.registry).code)
    let types = try TidyTree.swiftFiles(registry.folder).flatMap {
      SwiftText.types(conformingTo: registry.conformance, in: $0.code)
    }
    #expect(!types.isEmpty, "nothing in \(registry.folder) conforms to \(registry.conformance)")
    for type in types {
      #expect(SwiftText.mentions(type, in: array), "\(type) is not in \(registry.registry)")
    }
  }

  @Test("Every file of a registry's folder belongs to a member", arguments: registries)
  func nothingLoose(_ registry: Registry) throws {
    let files = try TidyTree.swiftFiles(registry.folder)
    for file in files where file.path != registry.registry {
      let code = file.code
      if !SwiftText.types(conformingTo: registry.conformance, in: code).isEmpty { continue }
      let owner = file.name.prefix { $0 != "+" && $0 != "." }
      let isPart = files.contains {
        $0.path != file.path && SwiftText.mentions(String(owner), in: $0.code)
      }
      #expect(isPart, "\(file.path) is no \(registry.conformance), and none uses \(owner)")
    }
  }

  @Test("Every export format has good and bad fixtures")
  func formatFixtures() throws {
    for file in try TidyTree.swiftFiles("Sources/Analysis/Ingest/Formats") {
      guard !SwiftText.types(conformingTo: "ExportFormat", in: file.code).isEmpty else { continue }
      let match = file.text.firstMatch(
        of: /var name: String \{ "([a-z0-9-]+)" \}|let name = "([a-z0-9-]+)"/)
      let name = (match?.output.1 ?? match?.output.2).map(String.init)
      #expect(name != nil, "\(file.path) states no literal name")
      guard let name else { continue }
      let fixtures = TidyTree.names(in: "Datasets/formats/" + name)
      #expect(fixtures.contains { $0.hasPrefix("good-") }, "Datasets/formats/\(name) has no good-*")
      #expect(fixtures.contains { $0.hasPrefix("bad-") }, "Datasets/formats/\(name) has no bad-*")
    }
  }

  @Test("An unregistered type is caught")
  func unregistered() throws {
    let code =
      "enum R {\n  static let all: [any P] = [\n    A(),\n  ]\n  static let other = [B()]\n}"
    let array = try Self.array("all", in: code)
    #expect(SwiftText.mentions("A", in: array))
    #expect(!SwiftText.mentions("B", in: array))
  }

  private struct NoArray: Error { let name: String }

  /// The text between the brackets of `NAME … = [ … ]` or `NAME: [ … ]`.
  private static func array(_ name: String, in code: String) throws -> String {
    guard
      let head = code.range(
        of: "\\b\(name)\\b[^\\n=]*(=|:)\\s*\\[(?!any|\\w+\\])", options: .regularExpression),
      let end = code[head.upperBound...].firstIndex(of: "]")
    else { throw NoArray(name: name) }
    return String(code[head.upperBound..<end])
  }
}
