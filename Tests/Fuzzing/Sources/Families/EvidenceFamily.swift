internal import Diagnostics
@testable internal import Evidence
internal import Glibc

/// Any bytes as a package: judged with a report, the same twice.
struct EvidenceFamily: FuzzFamily {
  let name = "evidence"
  let controlBytes = 0
  let seedPaths: [String] = []
  let tokens = [
    "PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "mimetype",
    "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt", "data/",
    "Payload-Oxum: ", "../", "SM3 (", "BagIt-Version: 1.0\n",
  ]

  private static let scratch = "/dev/shm/estreat-fuzz-\(getpid()).zip"

  func ownSeeds() -> [[UInt8]] {
    [false, true].compactMap { isStored in
      var info = PackageInfo(
        incidentID: "INC-1", kind: .full, containsUnmaskedData: true,
        baggingDate: "2024-05-16", softwareAgent: "estreat 0.1.0")
      info.caseID = "CASE-7"
      let builder = PackageBuilder(
        info: info,
        payload: [
          PackageMember("data/a.jsonl", .bytes(Array("{\"a\":1}\n".utf8))),
          PackageMember("data/flat", .bytes(Array(repeating: 97, count: 200))),
        ], store: isStored)
      let path = Self.scratch
      defer {
        unlink(path)
        unlink(path + ".sha256")
      }
      guard (try? builder.write(to: path)) != nil, let file = try? InputFile(path: path) else {
        return nil
      }
      return try? file.bytes(at: 0, count: Int(file.sizeBytes))
    }
  }

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    // A file of memory alone, gone when it is closed.
    let name = Self.scratch
    let descriptor = open(name, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    unlink(name)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard write(descriptor, content.baseAddress, content.count) == content.count else { return }
    var verifier = PackageVerifier()
    verifier.limits.contentBytes = 1 << 20
    verifier.limits.listBytes = 64 << 10
    let path = "/proc/self/fd/\(descriptor)"
    let report = verifier.verify(path: path)
    let again = verifier.verify(path: path)
    demand(
      report.diagnostics == again.diagnostics && report.packageID == again.packageID,
      "verified twice, two answers")
    demand(report.sizeBytes == UInt64(content.count), "\(report.sizeBytes) bytes")
    if case .defects = report.outcome {
      demand(!report.errors.isEmpty, "defects without a word")
    }
  }
}
