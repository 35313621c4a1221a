internal import Diagnostics
internal import Foundation
internal import Glibc
internal import Reports

/// The folder of `-o DIR`: nothing in it changes until a run is finished.
///
/// Everything is made in a staging folder inside it and renamed into place at the end, the machine
/// output last: where `analysis.json` stands, the rest of its run stands too.
struct OutputFolder {
  let path: String

  private static let stagingPrefix = ".estreat-"
  private static let stagingSuffix = ".partial"
  /// Folder of the evidence packages.
  static let packages = "packages"

  /// Looks at the folder without touching it.
  /// - Throws: `output-not-empty`, `output-not-a-folder`.
  init(_ path: String, force: Bool) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw CommandFailure.usage(
        "output-not-a-folder", "\(path) is a file", fix: "name a folder for the output")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw Self.unwritable(path, "the folder cannot be read")
    }
    let isLeftover = names.allSatisfy(Self.isStaging)
    guard force || isLeftover || Self.isOurs(path) else {
      throw CommandFailure.usage(
        "output-not-empty", "\(path) is not empty and holds no earlier output of estreat",
        fix: "name another folder, or pass --force to write into this one")
    }
  }

  private static func isStaging(_ name: String) -> Bool {
    name.hasPrefix(stagingPrefix) && name.hasSuffix(stagingSuffix)
  }

  /// A folder is ours when its `analysis.json` says so.
  private static func isOurs(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path + "/" + JSONReport().fileName) else {
      return false
    }
    defer { try? file.close() }
    let head = (try? file.read(upToCount: 256)) ?? Data()
    return String(decoding: head, as: UTF8.self).contains("\"schema\": \"\(AnalysisJSON.schema)\"")
  }

  /// Makes the folder and a private staging folder in it.
  func stage() throws -> Staging {
    let staging =
      "\(path)/\(Self.stagingPrefix)\(ProcessInfo.processInfo.processIdentifier)\(Self.stagingSuffix)"
    do {
      try makeFolder(path)
      removeLeftovers()
      Interrupts.register(staging)
      try makeFolder(staging)
    } catch {
      throw Self.unwritable(path, "nothing can be written there")
    }
    return Staging(folder: self, path: staging)
  }

  private func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Staging folders of runs that were killed.
  private func removeLeftovers() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    where Self.isStaging(name) {
      let digits = name.dropFirst(Self.stagingPrefix.count).dropLast(Self.stagingSuffix.count)
      guard let process = pid_t(String(digits)), kill(process, 0) != 0, errno == ESRCH else {
        continue
      }
      try? FileManager.default.removeItem(atPath: path + "/" + name)
    }
  }

  static func unwritable(_ path: String, _ message: String) -> CommandFailure {
    CommandFailure(
      .usage,
      Diagnostic(
        .error, "output-unwritable", message, at: SourceLocation(file: path),
        fix: "name a folder you may write to"))
  }
}

/// Output in the making; `commit` puts it into place.
struct Staging {
  let folder: OutputFolder
  /// The private folder.
  let path: String

  /// Writes one file, 0600, at a path below the output folder.
  func write(_ bytes: [UInt8], to name: String) throws {
    let target = path + "/" + name
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(name) }
    defer { close(descriptor) }
    try bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let chunk = UnsafeRawBufferPointer(rebasing: rest)
        let written = Glibc.write(descriptor, chunk.baseAddress, chunk.count)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { throw failure(name) }
        rest = rest.dropFirst(written)
      }
    }
    guard fsync(descriptor) == 0 else { throw failure(name) }
  }

  /// A folder below the staging folder, made if it is not there; its path.
  func makeFolder(_ name: String) throws -> String {
    let target = path + "/" + name
    do {
      try FileManager.default.createDirectory(
        atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw failure(name) }
    return target
  }

  /// Renames `files` (paths below the output folder, in this order) into place and removes packages
  /// of the run that stood there before. A signal waits until this is done.
  func commit(_ files: [String]) throws {
    try Interrupts.settle(path) {
      let packages = folder.path + "/" + OutputFolder.packages
      if files.contains(where: { $0.hasPrefix(OutputFolder.packages + "/") }) {
        try? FileManager.default.createDirectory(
          atPath: packages, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      }
      for file in files {
        guard rename(path + "/" + file, folder.path + "/" + file) == 0 else { throw failure(file) }
      }
      removeStale(packages, keeping: Set(files))
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  private func removeStale(_ packages: String, keeping files: Set<String>) {
    let suffixes = ["FULL", "DISCLOSURE"].flatMap { ["-\($0).zip", "-\($0).zip.sha256"] }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: packages)) ?? []
    where name.hasPrefix("INC-") && suffixes.contains(where: name.hasSuffix)
      && !files.contains(OutputFolder.packages + "/" + name)
    {
      unlink(packages + "/" + name)
    }
  }

  private func failure(_ name: String) -> CommandFailure {
    let reason = String(cString: strerror(errno))
    return OutputFolder.unwritable(folder.path + "/" + name, "it cannot be written: \(reason)")
  }
}
