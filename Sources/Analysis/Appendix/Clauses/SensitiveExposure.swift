internal import Sensitive
internal import Yams

/// A4's kind: no sensitive field leaks in a stack trace, shown by three logs together.
public struct SensitiveExposure: ClauseRule {
  /// A status or a class of statuses.
  public enum StatusPattern: Sendable, Hashable {
    /// Exactly this status.
    case exactly(Int)
    /// `5xx`: the hundreds digit.
    case hundreds(Int)
    /// Whether `status` is meant.
    public func matches(_ status: Int) -> Bool {
      switch self {
      case .exactly(let wanted): status == wanted
      case .hundreds(let hundreds): status / 100 == hundreds
      }
    }
  }
  /// A pattern by name, with its own expression when it is not built in.
  public struct Pattern: Sendable, Hashable {
    /// `SSN`, `CREDIT_CARD`, or a name of the appendix' own.
    public var name: String
    /// Expression of an own pattern.
    public var expression: String?
  }
  /// `sensitive-exposure`.
  public static let kind = "sensitive-exposure"
  /// None.
  public static let defaultRequires: [ClauseID] = []

  /// Patterns in appendix order.
  public var patterns: [Pattern]
  /// Statuses sent to the client that count as an exposed error.
  public var gatewayStatus: [StatusPattern]
  /// Length of the verdict windows in nanoseconds.
  public var windowNanoseconds: Int64

  /// `no SSN, CREDIT_CARD in a stack trace`.
  public var condition: String {
    "no \(patterns.map(\.name).joined(separator: ", ")) leaked in a stack trace"
  }
}

extension SensitiveExposure {
  /// Reads `patterns`, `gateway-status` and `window`.
  public static func parse(_ reader: inout ClauseReader) -> SensitiveExposure? {
    let window = reader.window(default: 60_000_000_000)
    var statuses: [StatusPattern] = []
    for item in reader.keys.texts("gateway-status") ?? [] {
      if let pattern = status(item.text) {
        statuses.append(pattern)
      } else {
        reader.keys.problem(
          "value-syntax", "\(reader.keys.name).gateway-status: \"\(item.text)\" is no status",
          at: item.node, fix: "write 500 or 5xx")
      }
    }
    guard let node = reader.keys.required("patterns", fix: "write patterns: [SSN, CREDIT_CARD]")
    else { return nil }
    let patterns = reader.keys.list(node).compactMap { pattern($0, reader.keys) }
    guard !patterns.isEmpty else { return nil }
    return SensitiveExposure(
      patterns: patterns, gatewayStatus: statuses.isEmpty ? [.exactly(500)] : statuses,
      windowNanoseconds: window)
  }

  private static func status(_ text: String) -> StatusPattern? {
    if let exact = Int(text), (100...599).contains(exact) { return .exactly(exact) }
    guard text.count == 3, text.hasSuffix("xx"), let hundreds = text.first?.wholeNumberValue,
      (1...5).contains(hundreds)
    else { return nil }
    return .hundreds(hundreds)
  }

  /// A built-in name, or `{name: ORDER_REF, regex: "…"}`.
  private static func pattern(_ node: Node, _ keys: NodeReader) -> Pattern? {
    if let name = node.scalar?.string {
      if Detectors.named(name) != nil { return Pattern(name: name, expression: nil) }
      keys.problem(
        "unknown-pattern", "\(keys.name).patterns: \"\(name)\" is not built in", at: node,
        fix: Suggestion.fix(for: name, among: Detectors.all.map(\.name)))
      return nil
    }
    guard
      var own = NodeReader(
        node, file: keys.file, name: keys.name + ".patterns", problems: keys.problems)
    else { return nil }
    let name = own.required("name", fix: "write name: ORDER_REF").flatMap {
      own.text(of: $0, "name")
    }
    let regex = own.required("regex", fix: "write regex: \"…\"")
    let expression = regex.flatMap { own.text(of: $0, "regex") }
    own.finish()
    guard let name, let expression else { return nil }
    do throws(SensitiveScanner.PatternError) {
      _ = try SensitiveScanner(patterns: [.init(name: name, expression: expression)])
    } catch {
      own.problem("pattern-syntax", "pattern \(name): \(error.reason)", at: regex)
      return nil
    }
    return Pattern(name: name, expression: expression)
  }
}
