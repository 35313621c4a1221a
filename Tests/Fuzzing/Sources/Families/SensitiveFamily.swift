internal import CCandidates
@testable internal import Sensitive

/// Any text: the sweep finds what each detector finds by itself, and all kernels agree.
struct SensitiveFamily: FuzzFamily {
  let name = "sensitive"
  let controlBytes = 1
  let seedPaths = ["/security-audit/", "/json-app-log/", "/logs/"]
  let tokens = [
    "219-09-9999", "4111 1111 1111 1111", "4111111111111111", "11010519491231002X", "13800138000",
    "a@example.com", "GB82 WEST 1234 5698 7654 32", "E12345678", "eyJhbGciOiJIUzI1NiJ9.", "Bearer ",
    "AKIAIOSFODNN7EXAMPLE", "-----BEGIN RSA PRIVATE KEY-----", "password=", "\"password\":\"",
    "passwd: ", "+86 ", "Authorization: ", "\\\"", "\u{80}",
  ]

  private static let sweep = SensitiveSweep()
  private static let piecewise = SensitiveSweep(detectors: Detectors.all, pieceBytes: 64)

  func ownSeeds() -> [[UInt8]] { [[0] + Array(tokens.joined(separator: " ").utf8)] }

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let hits = Self.sweep.hits(in: content)
    let plain = Detectors.all.flatMap { detector in
      detector.find(in: content).map { SensitiveHit(pattern: detector.name, range: $0) }
    }
    demand(hits == plain, "the sweep finds \(hits), the detectors \(plain)")
    for hit in hits {
      demand(
        hit.range.lowerBound >= 0 && hit.range.upperBound <= content.count && !hit.range.isEmpty,
        "\(hit) lies outside of \(content.count) bytes")
    }
    let tally = Self.sweep.tally(in: content)
    demand(tally.hits.reduce(0, +) == hits.count, "\(tally) counts other than \(hits.count) hits")
    demand(zip(tally.hits, tally.lines).allSatisfy(>=), "more lines than hits: \(tally)")
    _ = Self.piecewise.tally(in: content)
    let levels = [ESTREAT_SIMD_PORTABLE, ESTREAT_SIMD_AVX2, ESTREAT_SIMD_AVX512]
      .map { Int32(bitPattern: UInt32($0)) }.filter { estreat_simd_supported($0) != 0 }
    let wanted = candidates(content, levels[0])
    for level in levels {
      demand(candidates(content, level) == wanted, "kernel \(level) finds other candidates")
    }
  }

  private func candidates(_ content: UnsafeRawBufferPointer, _ level: Int32) -> [[UInt32]] {
    guard let base = content.bindMemory(to: UInt8.self).baseAddress else { return [] }
    var found: [[UInt32]] = []
    var out = [estreat_candidate](repeating: estreat_candidate(), count: 64)
    var from = 0
    while from < content.count {
      var resume = 0
      let count = estreat_candidates(level, base, content.count, from, &out, out.count, &resume)
      demand(count <= out.count && resume > from, "kernel \(level) stands still at \(from)")
      found += out.prefix(count).map { [$0.offset, $0.kinds] }
      from = resume
    }
    return found
  }
}
