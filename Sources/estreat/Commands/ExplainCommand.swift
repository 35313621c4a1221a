internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Reports

/// `estreat explain`: the page of a code, or the arithmetic and the evidence of a clause, a window,
/// a breach or an incident.
struct ExplainCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a code, or show the arithmetic and the evidence of a clause, one of its"
      + " windows, a breach or an incident.",
    usage: """
      estreat explain CODE [--lang en|zh-CN]
      estreat explain --codes [--lang en|zh-CN]
      estreat explain SUBJECT --appendix APPENDIX PATH…
      """,
    discussion: """
      CODE is any reason, note, outcome, grade or [diagnostic] as it is printed; its page needs no \
      exports. SUBJECT is a clause id (A2), a window of it (A2@2024-05-15T14:20+08:00, or A2 with \
      --at), a breach id or an incident id as the summary prints them; the exports are analyzed \
      again. One name for several things: with exports, a clause of the appendix comes before a \
      code, a code before a breach or an incident; without exports there are only codes.
      """)

  @Argument(help: "Code; or clause, CLAUSE@TIME, breach or incident.")
  var subject: String?

  @Argument(help: InputOptions.pathHelp, completion: .file())
  var paths: [String] = []

  @Flag(help: "List every code with its title.")
  var codes = false

  @Option(help: "Language of the pages: en, zh-CN.")
  var lang: LanguageOption = .en

  @Option(
    name: [.customShort("a"), .long], help: "The technical appendix (YAML or JSON).",
    completion: .file())
  var appendix: String?

  @Option(
    help: ArgumentHelp("Refuse an appendix with another SHA-256.", valueName: "hex"))
  var appendixSha256: String?

  @OptionGroup var options: ReadingOptions
  @OptionGroup var range: RangeOptions

  @Option(help: ArgumentHelp("The window that holds this time (RFC 3339).", valueName: "time"))
  var at: InstantOption?

  func validate() throws {
    guard !codes else {
      if subject != nil { throw ValidationError("--codes takes no subject") }
      return
    }
    guard subject != nil else {
      throw ValidationError("name a code, clause, breach or incident, or pass --codes")
    }
    if (appendix == nil) != paths.isEmpty {
      throw ValidationError(
        appendix == nil
          ? "exports are explained under an appendix: pass -a APPENDIX"
          : "name the exports that are to be analyzed")
    }
  }

  func perform() throws -> ExitStatus {
    let catalogue = CodeCatalogue.standard
    guard let subject, !codes else {
      Console.output(catalogue.list(language: lang.language))
      return .success
    }
    guard let appendix else {
      if show(subject, catalogue) { return .success }
      throw CommandFailure(.usage, catalogue.unknown(subject))
    }
    let (name, instant) = try split(subject)
    let reading = try AppendixFile.read(appendix, pinned: appendixSha256)
    if instant == nil, reading.appendix.clause(name) == nil, show(name, catalogue) {
      return .success
    }
    let setup = try AnalysisSetup(reading, paths, options, range, excluding: [appendix])
    Console.report(setup.result.diagnostics.filter { $0.severity == .error })
    let wanted: ExplainSubject
    do {
      wanted = try ExplainSubject.find(name, at: instant, in: setup.result)
    } catch {
      throw CommandFailure(.usage, error.diagnostics)
    }
    Console.output(
      Explain.render(
        wanted, setup.result, appendix: setup.reading.appendix, language: lang.language))
    return setup.result.isComplete ? .success : .unreadable
  }

  /// Prints the page of a code; whether there is one.
  private func show(_ name: String, _ catalogue: CodeCatalogue) -> Bool {
    guard let code = catalogue.code(for: name),
      let page = catalogue.text(of: code, language: lang.language)
    else { return false }
    Console.output(page)
    return true
  }

  private func split(_ subject: String) throws -> (String, Instant?) {
    let parts = subject.split(separator: "@", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return (subject, at?.instant) }
    guard let instant = InstantOption(argument: parts[1])?.instant else {
      throw CommandFailure.usage(
        "time-syntax", "\"\(parts[1])\" is no time", fix: "write A2@2024-05-15T14:20:00+08:00")
    }
    return (parts[0], instant)
  }
}
