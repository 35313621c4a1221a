internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Reports

/// `estreat explain`: the arithmetic and the evidence of a clause, a window or an incident.
struct ExplainCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show the arithmetic and the evidence of a clause, one of its windows, a breach or"
      + " an incident.",
    discussion: """
      SUBJECT is a clause id (A2), a window of it (A2@2024-05-15T14:20+08:00, or A2 with --at), \
      a breach id or an incident id as the summary prints them. The exports are analyzed again.
      """)

  @Argument(help: "Clause, CLAUSE@TIME, breach or incident.")
  var subject: String

  @OptionGroup var appendix: AppendixOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var range: RangeOptions

  @Option(help: ArgumentHelp("The window that holds this time (RFC 3339).", valueName: "time"))
  var at: InstantOption?

  func perform() throws -> ExitStatus {
    let (name, instant) = try split()
    let setup = try AnalysisSetup(appendix, input, range)
    Console.report(setup.result.diagnostics.filter { $0.severity == .error })
    let wanted: ExplainSubject
    do {
      wanted = try ExplainSubject.find(name, at: instant, in: setup.result)
    } catch {
      throw CommandFailure(.usage, error.diagnostics)
    }
    Console.output(
      Explain.render(wanted, setup.result, appendix: setup.reading.appendix))
    return setup.result.isComplete ? .success : .unreadable
  }

  private func split() throws -> (String, Instant?) {
    let parts = subject.split(separator: "@", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return (subject, at?.instant) }
    guard let instant = InstantOption(argument: parts[1])?.instant else {
      throw CommandFailure.usage(
        "time-syntax", "\"\(parts[1])\" is no time", fix: "write A2@2024-05-15T14:20:00+08:00")
    }
    return (parts[0], instant)
  }
}
