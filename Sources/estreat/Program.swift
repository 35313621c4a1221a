internal import ArgumentParser
internal import Diagnostics

/// Runs one command line and turns whatever happens into an exit status.
enum Program {
  /// Parses and runs `arguments` (without the program's name).
  static func run(_ arguments: [String]) -> ExitStatus {
    var command: any ParsableCommand
    do {
      command = try Estreat.parseAsRoot(arguments)
    } catch {
      return report(parsing: error)
    }
    do {
      if var ours = command as? any EstreatCommand {
        return try ours.perform()
      }
      try command.run()
      return .success
    } catch let failure as CommandFailure {
      Console.report(failure.diagnostics)
      return failure.status
    } catch let failure as DiagnosticError {
      Console.report(failure.diagnostics)
      return .unreadable
    } catch {
      guard Estreat.exitCode(for: error) == .failure else { return report(parsing: error) }
      Console.report([
        Diagnostic(
          .error, "internal", "\(error)",
          fix: "this is a fault of estreat; please report it with the command line")
      ])
      return .internalError
    }
  }

  /// Help and completion scripts go to stdout; usage errors to stderr with our exit status.
  private static func report(parsing error: any Error) -> ExitStatus {
    if Estreat.exitCode(for: error) == .success {
      Console.output(Array((Estreat.fullMessage(for: error) + "\n").utf8))
      return .success
    }
    let text = Estreat.fullMessage(for: error)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // ArgumentParser writes "Error: …", then the usage and where help is.
    let message = Estreat.message(for: error).split(separator: "\n").joined(separator: " ")
    let usage = lines.filter { $0.hasPrefix("Usage:") || $0.hasPrefix("  See ") }
    Console.report([Diagnostic(.error, "usage", message)])
    for line in usage { Console.note(String(line)) }
    return .usage
  }
}

/// A command that ends with one of our exit statuses.
protocol EstreatCommand: ParsableCommand {
  /// Does the work; data goes to stdout, everything else to stderr.
  mutating func perform() throws -> ExitStatus
}

/// Ends a command with diagnostics and a status.
struct CommandFailure: Error {
  var status: ExitStatus
  var diagnostics: [Diagnostic]

  init(_ status: ExitStatus, _ diagnostics: [Diagnostic]) {
    self.status = status
    self.diagnostics = diagnostics
  }

  init(_ status: ExitStatus, _ diagnostic: Diagnostic) {
    self.init(status, [diagnostic])
  }

  /// A mistake on the command line.
  static func usage(_ code: String, _ message: String, fix: String) -> CommandFailure {
    CommandFailure(.usage, Diagnostic(.error, code, message, fix: fix))
  }
}
