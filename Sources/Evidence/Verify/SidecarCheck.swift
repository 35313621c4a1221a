internal import Diagnostics

/// The `.sha256` file beside a package, the only place where the hash of the zip itself can be.
enum SidecarCheck {
  /// Compares `zipSHA256` with the sidecar of the package at `path`.
  /// - Returns: whether the sidecar confirms the zip, byte for byte.
  static func run(path: String, zipSHA256: String, log: inout ProblemLog) -> Bool {
    let sidecarPath = path + PackageLayout.sidecarSuffix
    let file: InputFile
    let bytes: [UInt8]
    guard InputFile.exists(sidecarPath) else { return false }
    do {
      file = try InputFile(path: sidecarPath)
      bytes = try file.bytes(at: 0, count: 4096)
    } catch {
      log.add(error)
      return false
    }
    let (lines, defects) = ChecksumList.parse(bytes, style: .plain)
    guard let line = lines.first, lines.count == 1, defects.isEmpty, file.sizeBytes <= 4096 else {
      log.add("sidecar-malformed", "\(sidecarPath) is not one line of sha256sum")
      return false
    }
    guard line.digest == zipSHA256 else {
      log.add(
        "sidecar-mismatch", "the SHA-256 of the zip is not the one in \(sidecarPath)",
        fix: "obtain the package and its .sha256 file again")
      return false
    }
    if line.path != PackageLayout.baseName(path) {
      log.add(
        "sidecar-name", "the zip was named \(line.path) when its digest was taken",
        severity: .warning)
    }
    return true
  }
}
