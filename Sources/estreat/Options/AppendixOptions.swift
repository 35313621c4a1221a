internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Foundation

/// The contract that a command decides by.
struct AppendixOptions: ParsableArguments {
  @Option(
    name: [.customShort("a"), .long], help: "The technical appendix (YAML or JSON).",
    completion: .file())
  var appendix: String

  @Option(
    help: ArgumentHelp("Refuse an appendix with another SHA-256.", valueName: "hex"))
  var appendixSha256: String?

  /// Reads the appendix; every problem is reported at once.
  func read() throws -> AppendixReader.Reading {
    try AppendixFile.read(appendix, pinned: appendixSha256)
  }
}

/// Reads an appendix file for a command.
enum AppendixFile {
  /// - Parameter pinned: the SHA-256 that was agreed; nil for any.
  /// - Throws: `CommandFailure` with status 2.
  static func read(_ path: String, pinned: String?) throws -> AppendixReader.Reading {
    let reading = try read(path)
    if let wanted = pinned, wanted.lowercased() != reading.appendix.sha256 {
      throw CommandFailure.usage(
        "appendix-sha256",
        "\(path) has SHA-256 \(reading.appendix.sha256), not \(wanted.lowercased())",
        fix: "supply the agreed text, or drop --appendix-sha256")
    }
    return reading
  }

  /// - Throws: `CommandFailure` with status 2.
  static func read(_ path: String) throws -> AppendixReader.Reading {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure(
        .usage,
        Diagnostic(
          .error, "no-such-path", "there is no such appendix",
          at: SourceLocation(file: path), fix: "`estreat init` writes a commented example"))
    }
    guard !isFolder.boolValue, let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        .usage,
        Diagnostic(
          .error, "unreadable",
          isFolder.boolValue ? "this is a folder, not an appendix" : "the appendix cannot be read",
          at: SourceLocation(file: path), fix: "name the file, and check its permissions"))
    }
    do {
      return try AppendixReader.read(bytes: [UInt8](data), path: path)
    } catch {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }
}
