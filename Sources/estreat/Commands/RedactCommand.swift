internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Foundation
internal import Sensitive

/// `estreat redact`: the disclosure copy of a full package.
struct RedactCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Make the disclosure copy of a full package: sensitive values masked.",
    discussion: """
      Writes ID-DISCLOSURE.zip and its .sha256. Every line still proves under the Merkle root of \
      the full package; masked values are stable tokens. The package is verified first (exit status \
      5), and the finished copy is scanned as a whole: if a sensitive value is readable in it, \
      nothing is kept (exit status 6).
      """)

  @Argument(help: "The full package (zip).", completion: .file(extensions: ["zip"]))
  var package: String

  @Option(
    name: [.customShort("a"), .long],
    help: ArgumentHelp(
      "Take the appendix' own patterns from there, not from the package.", valueName: "file"),
    completion: .file())
  var appendix: String?

  @OptionGroup var recipients: RecipientOptions

  @Option(
    help: ArgumentHelp(
      "Key of the tokens, 64 hex digits, for equal tokens in several packages; else the package's.",
      valueName: "file"),
    completion: .file())
  var maskKey: String?

  @OptionGroup(title: "Signing") var signing: SigningOptions

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write the copy there, else beside the package.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Flag(help: "Keep the members of the copy uncompressed.")
  var store = false

  @Option(help: "Worker threads; never changes a byte. Default: one a processor.")
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The time of this run (RFC 3339); else SOURCE_DATE_EPOCH, else the clock.", valueName: "time")
  )
  var now: InstantOption?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
  }

  func perform() throws -> ExitStatus {
    let time = try RunClock.now(now?.instant)
    let key: MaskKey?
    do {
      key = try maskKey.map { try MaskKey(file: $0) }
    } catch let error as DiagnosticError {
      throw CommandFailure(.usage, error.diagnostics)
    }
    let reading = try appendixReading()
    let copy = DisclosureCopy(
      patterns: reading?.appendix.sensitivePatterns ?? [], tokenKey: key,
      recipients: try recipients.recipients(at: time), signers: try signing.signers(at: time),
      store: store, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      date: civilDate(time, reading?.appendix.zone), tool: ToolIdentity.named)
    let written = try copy.write(of: package, into: output ?? folder)
    Console.output(
      Array(
        """
        \(written.path)
          package id  \(written.packageID)
          zip sha256  \(written.zipSHA256)

        """.utf8))
    return .success
  }

  private var folder: String {
    package.lastIndex(of: "/").map { $0 == package.startIndex ? "/" : String(package[..<$0]) }
      ?? "."
  }

  private func civilDate(_ time: Instant, _ zone: CivilZone?) -> String {
    zone?.civilTime(at: time).dateText ?? String(time.rfc3339.prefix(10))
  }

  /// The appendix that was named, else the package's; nil if it has none.
  private func appendixReading() throws -> AppendixReader.Reading? {
    if let appendix { return try AppendixFile.read(appendix) }
    let content = try PackageContent(path: package)
    for name in ["data/config/appendix.yaml", "data/config/appendix.json"] {
      guard let bytes = try content.bytes(name) else { continue }
      do {
        return try AppendixReader.read(bytes: bytes, path: "\(package)/\(name)")
      } catch {
        throw CommandFailure(.usage, error.diagnostics)
      }
    }
    return nil
  }
}
