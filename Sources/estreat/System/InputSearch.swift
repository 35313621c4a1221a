internal import Analysis
internal import Diagnostics
internal import Foundation
internal import Glibc

/// Turns the paths of a command line into exports.
///
/// Folders are recursed; hidden files and folders in them are left out and counted. A file that
/// is reached twice is read once. Paths are shown relative to the argument they were found under,
/// so that results do not depend on where the exports lie.
struct InputSearch {
  /// What was found.
  struct Found {
    var inputs: [InputFile] = []
    /// Notes about what was left out.
    var diagnostics: [Diagnostic] = []
  }

  private struct FileID: Hashable {
    var device: UInt64
    var inode: UInt64
    init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
    }
  }
  private struct Hit {
    var argument: Int
    var path: String
    var relative: String
    var isNamed: Bool
    var id: FileID
  }

  private let arguments: [String]
  private var excluded: Set<FileID> = []
  private var hits: [Hit] = []
  private var problems: [Diagnostic] = []
  private var notes = DiagnosticLog()

  /// - Parameter excluding: files and folders that are no exports: the appendix, the output.
  init(_ arguments: [String], excluding: [String] = []) {
    self.arguments = arguments
    for path in excluding { if let status = Self.status(path) { excluded.insert(FileID(status)) } }
  }

  /// - Throws: `CommandFailure` with status 4 and every path that cannot be used.
  static func find(_ arguments: [String], excluding: [String] = []) throws -> Found {
    var search = InputSearch(arguments, excluding: excluding)
    return try search.run()
  }

  private mutating func run() throws -> Found {
    if arguments.count(where: { $0 == "-" }) > 1 {
      throw CommandFailure.usage(
        "stdin-twice", "stdin is named twice", fix: "it can be read only once")
    }
    for (index, argument) in arguments.enumerated() { try visit(argument: argument, index) }
    guard problems.isEmpty else { throw CommandFailure(.unreadable, problems) }
    let found = Found(inputs: named(distinct()), diagnostics: notes.sorted)
    if found.inputs.isEmpty {
      throw CommandFailure(
        .unreadable,
        found.diagnostics + [
          Diagnostic(
            .error, "no-inputs", "there are no files below \(arguments.joined(separator: ", "))",
            fix: "name the exports or the folder that holds them")
        ])
    }
    return found
  }

  private mutating func visit(argument: String, _ index: Int) throws {
    if argument == "-" {
      try spool("/dev/stdin", descriptor: STDIN_FILENO, name: "-", index)
      return
    }
    guard let status = Self.status(argument) else {
      let isAbsent = errno == ENOENT || errno == ENOTDIR
      problems.append(
        Diagnostic(
          .error, isAbsent ? "no-such-path" : "unreadable",
          isAbsent ? "no such file or folder" : String(cString: strerror(errno)),
          at: SourceLocation(file: argument), fix: "check the path and its permissions"))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      visit(folder: argument, relative: "", index, ancestors: [FileID(status)])
    case S_IFREG:
      hits.append(
        Hit(
          argument: index, path: argument, relative: Self.lastComponent(argument), isNamed: true,
          id: FileID(status)))
    default:
      let descriptor = open(argument, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        problems.append(
          Diagnostic(
            .error, "unreadable", String(cString: strerror(errno)),
            at: SourceLocation(file: argument), fix: "check the path and its permissions"))
        return
      }
      defer { close(descriptor) }
      try spool(argument, descriptor: descriptor, name: Self.lastComponent(argument), index)
    }
  }

  /// A stream is read twice, so it is kept in a private file meanwhile.
  private mutating func spool(
    _ path: String, descriptor: Int32, name: String, _ index: Int
  ) throws {
    let copy = try SpooledInput.copy(descriptor)
    guard let status = Self.status(copy) else { return }
    hits.append(
      Hit(argument: index, path: copy, relative: name, isNamed: true, id: FileID(status)))
  }

  private mutating func visit(
    folder: String, relative: String, _ index: Int, ancestors: Set<FileID>
  ) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      problems.append(
        Diagnostic(
          .error, "unreadable", "the folder cannot be read", at: SourceLocation(file: folder),
          fix: "check its permissions"))
      return
    }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      let shown = relative.isEmpty ? name : relative + "/" + name
      if name.hasPrefix(".") {
        notes.add(Diagnostic(.note, "hidden-skipped", "hidden files and folders are left out"))
        continue
      }
      guard let status = Self.status(path) else {
        if name.contains("\u{fffd}") {
          problems.append(
            Diagnostic(
              .error, "name-not-utf8", "the file's name is not UTF-8, so it cannot be opened",
              at: SourceLocation(file: shown), fix: "rename the file"))
        } else {
          leftOut("broken-link", "the link leads nowhere", shown)
        }
        continue
      }
      let id = FileID(status)
      if excluded.contains(id) { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        if ancestors.contains(id) {
          leftOut("link-loop", "the link leads back to a folder above it", shown)
        } else {
          visit(folder: path, relative: shown, index, ancestors: ancestors.union([id]))
        }
      case S_IFREG:
        hits.append(Hit(argument: index, path: path, relative: shown, isNamed: false, id: id))
      default: leftOut("not-a-file", "neither a file nor a folder", shown)
      }
    }
  }

  private mutating func leftOut(_ code: String, _ message: String, _ shown: String) {
    notes.add(Diagnostic(.warning, code, message, at: SourceLocation(file: shown)))
  }

  /// One hit a file: the one whose shown path sorts first, named if any of them is.
  private func distinct() -> [Hit] {
    var best: [FileID: Hit] = [:]
    for hit in hits {
      guard var known = best[hit.id] else {
        best[hit.id] = hit
        continue
      }
      let isNamed = known.isNamed || hit.isNamed
      if hit.relative.utf8.lexicographicallyPrecedes(known.relative.utf8) { known = hit }
      known.isNamed = isNamed
      best[hit.id] = known
    }
    return best.values.sorted { ($0.relative, $0.path) < ($1.relative, $1.path) }
  }

  /// Paths as shown: where two would be equal, those of both arguments get their argument's last
  /// component in front, and where that is not enough, the argument as given.
  private func named(_ hits: [Hit]) -> [InputFile] {
    func shown(_ hit: Hit, _ level: Int) -> String {
      let argument = arguments[hit.argument]
      let isFile = hit.isNamed && Self.lastComponent(argument) == hit.relative
      switch level {
      case 0: return hit.relative
      case 1 where !isFile: return Self.lastComponent(argument) + "/" + hit.relative
      default: return hit.path
      }
    }
    var level: [Int: Int] = [:]
    for step in 0..<2 {
      var owners: [String: Set<Int>] = [:]
      for hit in hits {
        owners[shown(hit, level[hit.argument] ?? 0), default: []].insert(hit.argument)
      }
      for arguments in owners.values where arguments.count > 1 {
        for argument in arguments { level[argument] = step + 1 }
      }
    }
    return hits.map {
      InputFile(
        path: $0.path, displayPath: Self.printable(shown($0, level[$0.argument] ?? 0)),
        isNamed: $0.isNamed)
    }
  }

  /// A path that cannot break a line or drive a terminal: control characters as `\xNN`.
  private static func printable(_ path: String) -> String {
    var out = ""
    for scalar in path.unicodeScalars {
      if scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value) {
        let hex = String(scalar.value, radix: 16)
        out += "\\x" + (hex.count < 2 ? "0" : "") + hex
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  private static func lastComponent(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last == "." || last == ".."
      ? URL(filePath: path).standardizedFileURL.lastPathComponent : last
  }
}
