internal import ArgumentParser

/// The program's version; ARCHITECTURE and CHANGELOG say what it means.
let programVersion = "0.1.0"

/// `estreat`: the root of the command line.
struct Estreat: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "estreat",
    abstract: "Decide from exported logs, traces and metrics which contract clauses were breached.",
    discussion: """
      Exit status: 0 no breach, all decided; 1 a breach in force; 2 usage or appendix error; \
      3 nothing breached, something undecided; 4 an input is unreadable; 5 verification failed; \
      6 a disclosure copy would show a sensitive value; 70 internal error; 130 interrupted.
      """,
    version: programVersion,
    subcommands: [
      InitCommand.self,
      LintCommand.self,
      InspectCommand.self,
      AnalyzeCommand.self,
      ExplainCommand.self,
      PackCommand.self,
      AttachCommand.self,
      ChainCommand.self,
      VerifyCommand.self,
      RedactCommand.self,
      DiscloseCommand.self,
      ReplayCommand.self,
      KeygenCommand.self,
      VersionCommand.self,
    ])

  func perform() throws -> ExitStatus {
    Console.note(Estreat.helpMessage(columns: 100))
    return .usage
  }
}
