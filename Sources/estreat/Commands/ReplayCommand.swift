internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Foundation
internal import Reports

/// `estreat replay`: the verdicts of full packages once more, from nothing but the packages.
struct ReplayCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decide the clauses again from a package alone and compare with what it says.",
    discussion: """
      Verifies the package first and stops at any error. Then every verdict of its windows and the \
      incident are decided again from its slices, samples and appendix; what it declares about the \
      exports beyond them stands in data/findings/context.json and is taken as declared. Exit \
      status: 0 the same digest, 5 a difference; 3 for a package that carries counts instead of \
      whole slices (analyze --max-slice), where the verdicts agree with the counts and no more can \
      be said.
      """)

  @Argument(help: "Full packages (zip).", completion: .file(extensions: ["zip"]))
  var packages: [String]

  @OptionGroup var trust: TrustOptions

  @Flag(help: "Replay a package that does not verify all the same; the exit status stays 5.")
  var despiteErrors = false

  @Option(help: "Worker threads; never changes a result. Default: one a processor.")
  var jobs: Int?

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
  }

  func perform() throws -> ExitStatus {
    let verifier = try trust.verifier()
    var status = ExitStatus.success
    var documents: [JSONValue] = []
    for path in packages {
      let (found, document) = try replay(path, verifier)
      status = status.combined(with: found)
      documents.append(document)
    }
    if format == .json {
      Console.output(
        JSONLayout.linewise(
          .object([("schema", .string("estreat.replay/1")), ("packages", .array(documents))])))
    }
    return status
  }

  private func replay(
    _ path: String, _ verifier: PackageVerifier
  ) throws -> (ExitStatus, JSONValue) {
    let report = verifier.verify(path: path)
    Console.report(report.diagnostics)
    if report.outcome == .unreadable { return (.unreadable, unplayed(path)) }
    if report.outcome == .defects, !despiteErrors {
      Console.report([
        Diagnostic(
          .error, "replay-refused", "the package does not verify: nothing was replayed",
          at: SourceLocation(file: path), fix: "obtain the package again, or pass --despite-errors")
      ])
      return (.unverified, unplayed(path))
    }
    let package = ReplayPackage(
      path: path, bagInfo: report.bagInfo,
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    let outcome = try package.run()
    let page = ReplayReport(path: path, isIntact: report.outcome == .intact, outcome: outcome)
    if format == .text { Console.output(Array(page.text.utf8)) }
    guard outcome.differences.isEmpty else {
      Console.report([
        Diagnostic(
          .error, "replay-differs",
          "\(outcome.differences.count) differences between the package and what its own data give",
          at: SourceLocation(file: path),
          fix: "compare the differing windows with the exports, whose digests the package states")
      ])
      return (.unverified, page.json)
    }
    guard report.outcome == .intact else { return (.unverified, page.json) }
    guard outcome.countsOnly.isEmpty else {
      Console.report([
        Diagnostic(
          .warning, "replay-counts-only",
          "the package holds a part of its lines: verdicts were decided by counts, its incident was"
            + " not decided again",
          at: SourceLocation(file: path),
          fix: "check the omitted ranges against the exports, as VERIFY.txt says")
      ])
      return (.undecided, page.json)
    }
    return (.success, page.json)
  }

  private func unplayed(_ path: String) -> JSONValue {
    .object([("path", .string(path)), ("outcome", .string("not-replayed"))])
  }
}
