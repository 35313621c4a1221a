internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Reports

/// `estreat chain`: everything that is wrong with hash-chained logs.
struct ChainCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "chain",
    abstract:
      "Check hash-chained logs: changed, missing, reordered, duplicated records, cut tails.",
    discussion: """
      One JSON object a line: entry, ts_us, hash, prev_hash; hash is the SHA-256 of \
      entry|ts_us|prev_hash, the first prev_hash 64 zeros. A cut tail shows only against --head \
      or --records, noted elsewhere when the log was taken. Exit status 5 if anything is broken.
      """)

  @Argument(help: "Chains (JSON lines).", completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp("Hash of the last record, known from elsewhere.", valueName: "hex"))
  var head: String?

  @Option(
    help: ArgumentHelp("Number of records, known from elsewhere.", valueName: "count"))
  var records: Int?

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func validate() throws {
    if head != nil || records != nil, files.count > 1 {
      throw ValidationError("--head and --records go with one chain")
    }
    if let head, head.count != 64 || !head.allSatisfy({ $0.isHexDigit && $0.isASCII }) {
      throw ValidationError("--head takes 64 hex digits")
    }
    if let records, records < 0 { throw ValidationError("--records must not be negative") }
  }

  func perform() throws -> ExitStatus {
    var status = ExitStatus.success
    var documents: [JSONValue] = []
    for path in files {
      let pin = ChainPin(head: head?.lowercased(), records: records)
      let report = ChainVerifier().verify(path: path, pin: pin)
      Console.report(report.diagnostics)
      if !report.isReadable {
        status = status.combined(with: .unreadable)
      } else if !report.errors.isEmpty {
        status = status.combined(with: .unverified)
      }
      switch format {
      case .text: Console.output(Array(text(report).utf8))
      case .json: documents.append(json(report))
      }
    }
    if format == .json {
      Console.output(
        JSONLayout.linewise(
          .object([("schema", .string("estreat.chain/1")), ("chains", .array(documents))])))
    }
    return status
  }

  private func text(_ report: ChainReport) -> String {
    guard report.isReadable else { return "\(report.path): not readable\n" }
    let records = "\(report.records) record\(report.records == 1 ? "" : "s")"
    var lines: [String]
    if report.errors.isEmpty {
      lines = ["\(report.path): intact, \(records)"]
    } else {
      let place = report.firstBrokenLine.map { " at line \($0)" } ?? ""
      lines = ["\(report.path): BROKEN\(place), \(records)"]
    }
    if let head = report.head { lines.append("  head  \(head)") }
    for note in report.diagnostics where note.severity == .note {
      lines.append("  note: \(note.message) [\(note.code)]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(_ report: ChainReport) -> JSONValue {
    let outcome = !report.isReadable ? "unreadable" : report.errors.isEmpty ? "intact" : "broken"
    return .object([
      ("path", .string(report.path)), ("outcome", .string(outcome)),
      ("records", .integer(Int64(report.records))),
      (
        "firstBrokenLine", report.firstBrokenLine.map { .integer(Int64($0)) } ?? .null
      ),
      ("head", .optional(report.head)),
      ("diagnostics", .array(report.diagnostics.map(DiagnosticJSON.value))),
    ])
  }
}
