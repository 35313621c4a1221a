/// What the results of a Trivy report add up to.
///
/// Of secrets only the rules are kept that found them: neither the match nor the lines around it
/// is ever looked at.
struct TrivyTally {
  private(set) var results = 0
  private(set) var packages = 0
  private var vulnerabilities: [String: Int] = [:]
  private var withoutFix = 0
  private var failed: [String: Int] = [:]
  private var passed = 0
  private var secrets = 0
  private var secretRules: Set<String> = []
  private var licenses: [String: Int] = [:]
  private var suppressed: [String: Int] = [:]
  private(set) var unknownSeverities = 0
  /// Lists of the report that are something else.
  private(set) var misshapen = 0

  /// Worst first, as Trivy lists them.
  static let severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN"]

  /// Adds one element of `Results`.
  mutating func add(_ result: Int, _ tape: JSONTape) {
    guard tape.kind(result) == .object else {
      misshapen += 1
      return
    }
    results += 1
    packages += elements(result, "Packages", tape).count
    for finding in elements(result, "Vulnerabilities", tape) {
      vulnerabilities[severity(finding, tape), default: 0] += 1
      if tape.string(finding, "FixedVersion")?.isEmpty ?? true { withoutFix += 1 }
    }
    misconfigurations(result, tape)
    for secret in elements(result, "Secrets", tape) {
      secrets += 1
      if let rule = tape.string(secret, "RuleID") { secretRules.insert(rule) }
    }
    for license in elements(result, "Licenses", tape) {
      licenses[severity(license, tape), default: 0] += 1
    }
    for finding in elements(result, "ExperimentalModifiedFindings", tape) {
      suppressed[tape.string(finding, "Status") ?? "no status", default: 0] += 1
    }
  }

  private mutating func misconfigurations(_ result: Int, _ tape: JSONTape) {
    var listed = 0
    for finding in elements(result, "Misconfigurations", tape) {
      // Passed checks and exceptions are listed as well when they are asked for.
      switch tape.string(finding, "Status") {
      case "PASS": listed += 1
      case "EXCEPTION": suppressed["exception", default: 0] += 1
      default: failed[severity(finding, tape), default: 0] += 1
      }
    }
    let summary = tape.member(result, "MisconfSummary")
    let stated = tape.string(summary, "Successes").flatMap { Int($0) } ?? 0
    let sum = passed.addingReportingOverflow(max(listed, max(0, stated)))
    passed = sum.overflow ? .max : sum.partialValue
  }

  private mutating func elements(_ node: Int, _ name: StaticString, _ tape: JSONTape) -> [Int] {
    guard let member = tape.member(node, name), tape.kind(member) != .null else { return [] }
    guard tape.kind(member) == .array else {
      misshapen += 1
      return []
    }
    return tape.elements(member)
  }

  private mutating func severity(_ finding: Int, _ tape: JSONTape) -> String {
    guard let text = tape.string(finding, "Severity")?.uppercased(),
      Self.severities.contains(text)
    else {
      unknownSeverities += 1
      return "UNKNOWN"
    }
    return text
  }

  /// States the sums.
  func add(to list: inout FactList) {
    list.add("results", count: results, evenNone: true)
    list.add("packages", count: packages)
    list.add("vulnerabilities", counts: vulnerabilities, order: Self.severities)
    list.add("vulnerabilities without a fix", count: withoutFix)
    list.add("misconfigurations", counts: failed, order: Self.severities)
    list.add("checks passed", count: passed)
    list.add("secrets", count: secrets, evenNone: true)
    list.add("secret rules", all: secretRules)
    list.add("licenses", counts: licenses, order: Self.severities)
    list.add("suppressed", counts: suppressed)
  }
}
