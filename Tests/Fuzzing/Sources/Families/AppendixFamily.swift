@testable internal import Analysis
internal import Diagnostics

/// Any bytes as an appendix: read, or refused with diagnostics, the same way twice.
struct AppendixFamily: FuzzFamily {
  let name = "appendix"
  let controlBytes = 0
  let seedPaths = ["appendix.yaml"]
  let tokens = [
    "estreat: 1\n", "appendix: v1\n", "timezone: UTC\n", "clauses:\n", "  - id: A1\n", "sources:\n",
    "kind: latency-percentile\n", "kind: seasonal-baseline\n", "kind: trace-injection\n",
    "kind: sensitive-exposure\n", "kind: blue-green-verified\n", "excusals:\n", "arbitration:\n",
    "effective: ", "percentile: 99.9\n", "limit: 800ms\n", "window: 5m\n", "every: ", "weeks: 4\n",
    "9223372036854775807", "-1", "1e400", "0.1", "&a ", "*a", "? ", "!!binary ", "<<: ", "[", "{",
    "|\n", ">-\n", "2024-05-15T14:20:00+08:00", "99999d", "---\n", "%YAML 1.1\n",
  ]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let bytes = Array(content)
    let first = reading(bytes)
    demand(reading(bytes) == first, "read twice, two answers")
    demand(!first.isEmpty, "refused without a word")
  }

  private func reading(_ bytes: [UInt8]) -> [String] {
    do throws(DiagnosticError) {
      let read = try AppendixReader.read(bytes: bytes, path: "appendix.yaml")
      return ["read with \(read.appendix.clauses.count) clauses"]
        + read.warnings.map { "\($0.code) \($0.message)" }
    } catch {
      return error.diagnostics.map { "\($0.code) \($0.message)" }
    }
  }
}
