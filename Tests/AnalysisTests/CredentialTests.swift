import Testing

@testable import Analysis

/// RULES A1: a configuration hash or commit that differs is a breach where the appendix says so.
struct CredentialTests {
  private func judge(
    _ credential: String, _ steps: [String]
  ) throws -> (verdict: String, isFound: Bool) {
    var exports = try SmallExports("  A1: {kind: blue-green-verified, credential: {\(credential)}}")
    defer { exports.remove() }
    let lines = zip(steps, ["switched", "verified"]).map { step, phase in
      "{\"deploy_id\":\"d\",\"service\":\"app\",\"phase\":\"\(phase)\",\"time\":1715754000\(step)}\n"
    }
    try exports.add("deploy.jsonl", lines.joined())
    let run = try exports.run(from: 0, to: 60)
    return (run.verdict("A1", 0), run.codes().contains("CREDENTIAL_MISMATCH"))
  }

  @Test(arguments: [
    // Equal, and a shorter spelling of the same commit.
    (#","commit":"abc1234def","config_hash":"h""#, #","commit":"abc1234","config_hash":"h""#, true),
    (#","commit":"abc1234","config_hash":"h""#, #","commit":"abc1235","config_hash":"h""#, false),
    (#","commit":"abc1234","config_hash":"h""#, #","commit":"abc1234","config_hash":"i""#, false),
    (#","commit":"abc1234""#, #","commit":"abc1234""#, false),
  ])
  func whatDiffersBreaches(_ first: String, _ second: String, _ isEqual: Bool) throws {
    let breach = try judge("config-hash: required, on-mismatch: breach", [first, second])
    #expect(breach.verdict == (isEqual ? "COMPLIANT" : "BREACHED credential-mismatch"))
    #expect(breach.isFound == !isEqual)
    let finding = try judge("config-hash: required, on-mismatch: finding", [first, second])
    #expect(finding.verdict == "COMPLIANT")
    #expect(finding.isFound == !isEqual)
  }
}
