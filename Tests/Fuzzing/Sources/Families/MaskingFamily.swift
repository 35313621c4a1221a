internal import Diagnostics
@testable internal import Evidence
internal import Foundation
internal import Sensitive

/// Any text: both forms of a masked member pass the gate, and what was JSON stays JSON.
struct MaskingFamily: FuzzFamily {
  let name = "masking"
  let controlBytes = 1
  let seedPaths = ["/security-audit/", "/json-app-log/", "/logs/"]
  let tokens = [
    "536-22-8145", "4111 1111 1111 1111", "4111111111111111", "4251234567890", "13800138000",
    "Jo <jo@example.com>", "E12345678", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
    "password=", "\"password\":\"", "\\u0034", "\\n", "\\\"", "%40", "\\x34", "sha256:",
    "[SSN:9-16:abcdefghijklmnopabcdefgh]", "\"hash\":\"0123456789abcdef0123456789abcdef\"",
    "startTimeUnixNano\":\"1715754251234567890", "\u{0}",
  ]

  private static let rules: MaskingRules? = {
    let builtIn = Detectors.all.map { SensitiveScanner.Pattern(name: $0.name, expression: nil) }
    let own = SensitiveScanner.Pattern(name: "ORDER_REF", expression: "425[0-9]{10}")
    guard let sweep = try? SensitiveSweep(patterns: builtIn + [own]) else { return nil }
    return MaskingRules { block in
      sweep.hits(in: block).map { SensitiveSpan(range: $0.range, rule: $0.pattern) }
    }
  }()

  func ownSeeds() -> [[UInt8]] {
    [[0] + Array(tokens.joined(separator: " ").utf8), [1] + Array(tokens.joined().utf8)]
  }

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    guard let rules = Self.rules, let key = MaskKey(bytes: Array(repeating: 7, count: 32)) else {
      demand(false, "the rules cannot be made")
      return
    }
    let member = control[0] % 2 == 0 ? "data/logs/a.log" : "data/logs/a.jsonl"
    let masking = MemberRedactor.Masking(
      rules: rules, tokens: MaskTokens(key: key), salts: key.salts, forgets: { _ in false })
    let redactor = MemberRedactor(member: member, masking: masking, folder: "/tmp/")
    do throws(DiagnosticError) {
      let blocks = LineBlocks()
      func take(_ block: UnsafeRawBufferPointer) throws(DiagnosticError) {
        try redactor.append(block) { _ in [] }
      }
      try blocks.append(content, take)
      try blocks.finish(take)
      redactor.finish()
      let text = try redactor.text?.content()
      for (name, form) in [
        (member, text), (member + ".disclosed.jsonl", try redactor.disclosed.content()),
      ] {
        guard case .bytes(let bytes)? = form else { continue }
        let scan = ContentScan(name: name, rules: rules)
        let taken = bytes.withUnsafeBytes { buffer in
          Result { () throws(DiagnosticError) in try scan.append(buffer) }
        }
        try taken.get()
        try scan.finish()
        demand(scan.hits.isEmpty, "\(name): \(scan.hits)")
      }
      if case .bytes(let shown)? = text, member.hasSuffix("jsonl") {
        let isJSON = { (bytes: Data) in (try? JSONSerialization.jsonObject(with: bytes)) != nil }
        let before = content.split(separator: 0x0A, omittingEmptySubsequences: false)
        let after = shown.split(separator: 0x0A, omittingEmptySubsequences: false)
        demand(before.count == after.count, "\(before.count) lines became \(after.count)")
        for (line, masked) in zip(before, after) where isJSON(Data(line)) {
          demand(isJSON(Data(masked)), "what was JSON is not")
        }
      }
    } catch {
      demand(false, "\(error)")
    }
  }
}
