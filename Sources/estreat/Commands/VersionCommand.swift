internal import Analysis
internal import ArgumentParser
internal import Reports

/// `estreat version`: name and version; as JSON also the digest of the program file.
struct VersionCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version; --json adds the program's SHA-256.")

  @Flag(help: "Print {\"name\",\"version\",\"sha256\"}.")
  var json = false

  func perform() throws -> ExitStatus {
    let text =
      json ? AnalysisJSON.tool(ToolIdentity.current()).compact : "estreat \(programVersion)"
    Console.output(Array((text + "\n").utf8))
    return .success
  }
}
