internal import Analysis
internal import Diagnostics
internal import Dispatch
internal import Evidence
internal import Foundation
internal import Reports
internal import Synchronization

/// The files of `estreat pack`: hashed before anything else is done with them, and their custody.
struct PackedFiles {
  /// One file.
  struct File: Sendable {
    let path: String
    /// Last part of the path, under which it lies in the package.
    let name: String
    let bytes: Int64
    /// SHA-256 at acquisition; nil when it cannot be read, which packing will say.
    let sha256: String?
  }

  let files: [File]

  /// Hashes the files, several at a time; they are in the order of their names.
  init(_ paths: [String], jobs: Int) {
    let next = Atomic<Int>(0)
    let found = Mutex<[File]>([])
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, paths.count))) { _ in
      while true {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard turn < paths.count else { return }
        let path = paths[turn]
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        let file = File(
          path: path, name: path.split(separator: "/").last.map(String.init) ?? path,
          bytes: size?.int64Value ?? 0, sha256: ToolIdentity.digest(ofFile: path))
        found.withLock { $0.append(file) }
      }
    }
    files = found.withLock { $0 }.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
  }

  /// The files as members.
  var members: [PackageMember] { files.map { PackageMember("data/" + $0.name, .file($0.path)) } }

  /// Names and digests: packages of other content get another key.
  var label: [String] { files.flatMap { [$0.name, $0.sha256 ?? ""] } }

  /// Which bytes came in, and what was done with them.
  func custody(
    id: String, _ settings: RunSettings, _ tool: ReportTool
  ) -> (members: [PackageMember], pins: [BagInfoField]) {
    var chain = CustodyChain()
    for file in files {
      chain.append(
        "acquired", ["path": file.name, "bytes": "\(file.bytes)", "sha256": file.sha256])
    }
    chain.append(
      "packed",
      [
        "tool": tool.name, "version": tool.version, "program-sha256": tool.sha256,
        "incident": id, "kind": "FULL", "time": settings.time.rfc3339, "clock": settings.clock,
        "case": settings.caseID, "operator": settings.operatorName,
      ])
    let sums = PackageCustody.sums(
      files.compactMap { file in file.sha256.map { (path: file.name, sha256: $0) } })
    return (
      [
        PackageMember(PackageCustody.inputsMember, .bytes(sums)),
        PackageMember(CustodyChain.path, .bytes(chain.bytes)),
      ], chain.pins
    )
  }

  /// What lies in a finished package must be what was acquired.
  /// - Throws: `file-changed-while-read`; nothing is left then.
  func check(_ package: WrittenPackage) throws {
    let list = String(
      decoding: try PackageContents(path: package.path).bytes("manifest-sha256.txt"), as: UTF8.self)
    let packed = Set(list.split(separator: "\n").map(String.init))
    for file in files {
      guard let sha256 = file.sha256, packed.contains("\(sha256)  data/\(file.name)") else {
        for path in [package.path, package.sidecarPath] {
          try? FileManager.default.removeItem(atPath: path)
        }
        throw DiagnosticError(
          Diagnostic(
            .error, "file-changed-while-read", "the file changed while it was being packed",
            at: SourceLocation(file: file.path),
            fix: "copy the files to a place where nothing writes to them"))
      }
    }
  }
}
