import Evidence
import Foundation
import Testing

/// The payment incident packed with slices of 20 000 bytes: of the access log, the application log, the
/// slow log and the spans only a part fits.
struct BriefPackage {
  var members: [String: [UInt8]]
  var forged: ForgedPackage
  /// The same incident without a limit.
  var whole: [String: [UInt8]]
  /// Exports as unpacked, by the path that packages name.
  var exports: [String: [UInt8]]
  var bagInfo: String
  var instructions: String

  static let payment = Result { () throws -> BriefPackage in
    try withProgram { program in
      let set = Program.dataset("payment-2024-05-15")
      let base = [
        "analyze", "-a", set + "/appendix.yaml", set + "/exports", "--now", "2024-06-01T00:00Z",
        "--fail-on", "never", "--no-certificate",
      ]
      for (folder, more) in [("brief", ["--max-slice", "20000"]), ("whole", [])] {
        let run = try program.run(base + ["-o", folder] + more)
        #expect(run.status == 0, "\(run.errors)")
      }
      let name = "/packages/INC-20240515-142002-FULL.zip"
      let brief = try PackageContents(path: program.path("brief" + name))
      var exports: [String: [UInt8]] = [:]
      for path in [
        "logs/gateway-access.jsonl.gz", "logs/payment-app.jsonl.gz", "logs/mariadb-slow.log",
        "traces/otlp-spans.jsonl.gz", "logs/security-audit.jsonl",
      ] {
        let tool = path.hasSuffix(".gz") ? "gzip -dc" : "cat"
        _ = try Shell.run("\(tool) '\(set)/exports/\(path)' > export", in: program)
        exports[path] = [UInt8](try Data(contentsOf: program.folder.appending(path: "export")))
      }
      return BriefPackage(
        members: try ForgedPackage(program.path("brief" + name)).members,
        forged: try ForgedPackage(program.path("brief" + name)),
        whole: try ForgedPackage(program.path("whole" + name)).members, exports: exports,
        bagInfo: String(decoding: try brief.bytes("bag-info.txt"), as: UTF8.self),
        instructions: String(decoding: try brief.bytes("VERIFY.txt"), as: UTF8.self))
    }
  }
}
