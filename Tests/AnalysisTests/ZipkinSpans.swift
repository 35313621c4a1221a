import Foundation

/// Spans for tests of what traces show, in Zipkin's JSON; times are microseconds after
/// 2024-05-15T06:20:00Z.
struct ZipkinSpans {
  private(set) var lines: [String] = []

  /// A span of `service`.
  mutating func add(
    _ trace: Int, _ id: Int, of parent: Int? = nil, _ service: String, _ kind: String? = nil,
    at start: Int, for duration: Int?, peer: String? = nil, tags: [String: String] = [:]
  ) {
    var fields = [
      "\"traceId\":\"\(Self.hex(trace))\"", "\"id\":\"\(Self.hex(id))\"",
      "\"timestamp\":\(1_715_754_000_000_000 + start)",
      "\"localEndpoint\":{\"serviceName\":\"\(service)\"}",
    ]
    if let parent { fields.append("\"parentId\":\"\(Self.hex(parent))\"") }
    if let kind { fields.append("\"kind\":\"\(kind)\"") }
    if let duration { fields.append("\"duration\":\(duration)") }
    if let peer { fields.append("\"remoteEndpoint\":{\"serviceName\":\"\(peer)\"}") }
    let pairs = tags.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    fields.append("\"tags\":{\(pairs.joined(separator: ","))}")
    lines.append("{" + fields.joined(separator: ",") + "}")
  }

  /// One request at `second`: the gateway answers, calls the application, which calls `callees`.
  mutating func request(
    _ trace: Int, at second: Int, calling callees: [(name: String, tags: [String: String])]
  ) {
    let start = second * 1_000_000
    add(trace, 1, "gateway", "SERVER", at: start, for: 10_000)
    add(trace, 2, of: 1, "gateway", "CLIENT", at: start + 100, for: 9_000)
    add(trace, 3, of: 2, "app", "SERVER", at: start + 200, for: 8_000)
    for (index, callee) in callees.enumerated() {
      add(
        trace, 4 + index, of: 3, "app", "CLIENT", at: start + 300 + index, for: 100,
        peer: callee.name.isEmpty ? nil : callee.name, tags: callee.tags)
    }
  }

  /// One span a line.
  var text: String { lines.joined(separator: "\n") + "\n" }

  private static func hex(_ value: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
