internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import Glibc

/// `estreat init`: a commented appendix and the folders beside it.
struct InitCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented appendix.yaml and the folder for exports.")

  @Argument(help: "Folder to write to; made if it is not there.", completion: .directory)
  var folder = "."

  @Flag(help: "Replace an appendix.yaml that is there.")
  var force = false

  func perform() throws -> ExitStatus {
    let appendix = folder + "/appendix.yaml"
    if !force && FileManager.default.fileExists(atPath: appendix) {
      throw CommandFailure.usage(
        "appendix-exists", "\(appendix) is there already",
        fix: "name another folder, or pass --force to replace it")
    }
    do {
      for name in [""] + AppendixTemplate.folders.map({ "/" + $0 }) {
        try FileManager.default.createDirectory(
          atPath: folder + name, withIntermediateDirectories: true)
      }
      // Written aside and renamed, so that an appendix is never there in part.
      let temporary = appendix + ".partial"
      Interrupts.register(temporary)
      try Data(AppendixTemplate.text.utf8).write(to: URL(filePath: temporary))
      try Interrupts.settle(temporary) {
        guard rename(temporary, appendix) == 0 else { throw CocoaError(.fileWriteUnknown) }
      }
    } catch {
      throw OutputFolder.unwritable(folder, "the appendix cannot be written")
    }
    let lines = [appendix] + AppendixTemplate.folders.map { folder + "/" + $0 + "/" }
    Console.output(Array((lines.joined(separator: "\n") + "\n").utf8))
    return .success
  }
}
