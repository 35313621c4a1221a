import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Real third-party exports beside the project; skipped where they are absent.
struct CorpusTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/corpus")
    .standardizedFileURL
  static let isPresent = FileManager.default.fileExists(atPath: folder.path)

  static func files(_ kinds: [String]) -> [InputFile] {
    kinds.flatMap { kind -> [InputFile] in
      let root = folder.appending(path: kind)
      let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
      return (names ?? []).sorted().compactMap { name in
        let path = root.appending(path: name).path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
          !isFolder.boolValue
        else { return nil }
        return InputFile(path: path, displayPath: kind + "/" + name, isNamed: false)
      }
    }
  }

  /// Nothing traps, and whatever is recognised delivers records or says why not.
  @Test(.enabled(if: isPresent)) func everyFileIsReadWithoutLoss() throws {
    let kinds = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { !$0.contains(".") }
    let inspections = try ExportInspector.inspect(
      Self.files(kinds.sorted()), AnalysisRequest.Reading(assumedZone: .utc, jobs: 2))
    #expect(inspections.count >= 290)
    for inspection in inspections {
      let summary = inspection.summary
      // An index or an empty list of deletions holds no record of its own.
      guard let format = summary.format.flatMap({ ExportFormats.named($0) }), format.holdsRecords
      else { continue }
      #expect(
        summary.records > 0 || !inspection.diagnostics.isEmpty,
        "\(summary.path) as \(summary.format ?? "?") gave nothing and no reason")
    }
  }

  @Test(
    .enabled(if: isPresent),
    arguments: [
      ("slowlog", "mysql-slow-log"), ("prom-http-api", "prometheus-api"),
      ("openmetrics", "openmetrics"), ("trivy", "trivy-json"),
    ])
  func kindsAreRecognised(_ kind: String, _ format: String) throws {
    let inspections = try ExportInspector.inspect(
      Self.files([kind]), AnalysisRequest.Reading(assumedZone: .utc, jobs: 2))
    let recognised = inspections.filter { $0.summary.format == format }
    #expect(recognised.count * 2 > inspections.count)
  }
}
