internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Reports

/// `estreat lint`: everything that is wrong with an appendix, at once.
struct LintCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Check an appendix: schema, units, unknown names, requirement cycles.")

  @Argument(help: "The appendix (YAML or JSON).", completion: .file())
  var appendix: String

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func perform() throws -> ExitStatus {
    do {
      let reading = try AppendixFile.read(appendix)
      Console.report(reading.warnings)
      output(reading.appendix, reading.warnings)
      return .success
    } catch let failure as CommandFailure {
      if format == .json { output(nil, failure.diagnostics) }
      throw failure
    }
  }

  private func output(_ read: Appendix?, _ diagnostics: [Diagnostic]) {
    let text: [UInt8]
    switch format {
    case .json:
      text = JSONLayout.linewise(
        .object([
          ("schema", .string("estreat.lint/1")), ("file", .string(appendix)),
          ("valid", .bool(read != nil)), ("version", .optional(read?.version)),
          ("sha256", .optional(read?.sha256)),
          ("clauses", .array((read?.clauses ?? []).map { .string($0.id) })),
          ("diagnostics", .array(diagnostics.map(DiagnosticJSON.value))),
        ]))
    case .text:
      guard let read else { return }
      let clauses = read.clauses.map { "  \($0.id)  \($0.rule.condition)\n" }.joined()
      text = Array(
        "\(appendix): valid, \(read.version), \(read.zone.name), sha256 \(read.sha256)\n\(clauses)"
          .utf8)
    }
    Console.output(text)
  }
}

/// What a command that is no report prints on stdout.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// For people.
  case text
  /// For programs.
  case json
}
