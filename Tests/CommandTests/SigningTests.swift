import Foundation
import Testing

/// Signing on the command line: `keygen`, `analyze --sign-key`, `verify --trust`.
@Suite("Signing")
struct SigningTests {
  private func prepared(_ program: Program) throws {
    try program.write(Sample.appendix, to: "appendix.yaml")
    try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
    let made = try program.run([
      "keygen", "--test", "-o", "keys", "--now", "2024-05-01T00:00Z", "--days", "30",
    ])
    #expect(made.status == 0, "\(made.errors)")
  }

  private func analyze(_ program: Program, _ more: String...) throws -> Program.Outcome {
    try program.run(
      ["analyze", "-a", "appendix.yaml", "access.jsonl", "-o", "out", "--now", "2024-05-16T00:00Z"]
        + more)
  }

  private let signing = [
    "--sign-key", "keys/test-p256.key", "--sign-cert", "keys/test-p256.pem",
    "--sm2-key", "keys/test-sm2.key", "--sm2-cert", "keys/test-sm2.pem",
  ]

  private func package(_ program: Program) throws -> String {
    let name = try #require(program.names("out/packages").first { $0.hasSuffix(".zip") })
    return "out/packages/" + name
  }

  @Test("keygen needs --test, and makes private files")
  func keygen() throws {
    try withProgram { program in
      #expect(try program.run(["keygen", "-o", "keys"]).status == 2)
      try prepared(program)
      #expect(
        program.names("keys") == [
          "test-p256.key", "test-p256.pem", "test-root.pem", "test-rsa.key", "test-rsa.pem",
          "test-sm2-root.pem", "test-sm2.key", "test-sm2.pem",
        ])
      for name in program.names("keys") {
        let attributes = try FileManager.default.attributesOfItem(
          atPath: program.path("keys/" + name))
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      }
      // Keys are not replaced by accident.
      #expect(try program.run(["keygen", "--test", "-o", "keys"]).reports("output-not-empty"))
      #expect(try program.run(["keygen", "--test", "-o", "keys", "--force"]).status == 0)
    }
  }

  @Test("a signed package verifies against its roots at a time")
  func signed() throws {
    try withProgram { program in
      try prepared(program)
      let run = try program.run(
        ["analyze", "-a", "appendix.yaml", "access.jsonl", "-o", "out"]
          + ["--now", "2024-05-16T00:00Z"] + signing)
      #expect(run.status == 1 && run.reports("test-signature"), "\(run.errors)")
      let path = try package(program)
      let roots = ["--trust", "keys/test-root.pem", "--trust", "keys/test-sm2-root.pem"]
      let good = try program.run(["verify", path, "--at", "2024-05-20T00:00Z"] + roots)
      #expect(good.status == 0, "\(good.errors)")
      #expect(good.output.contains("signed      CAdES-BES P-256 by CN=TEST signer P-256"))
      #expect(good.output.contains("claimed 2024-05-16T00:00:00Z"))
      #expect(good.reports("test-signature") && !good.reports("signature-roots"))
      let late = try program.run(["verify", path, "--at", "2024-07-01T00:00Z"] + roots)
      #expect(late.status == 5 && late.reports("certificate-expired"))
      let json = try program.run(
        ["verify", path, "--at", "2024-05-20T00:00Z", "--format", "json"])
      #expect(json.status == 0 && json.reports("signature-roots"))
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let packages = try #require((object as? [String: Any])?["packages"] as? [[String: Any]])
      let signatures = try #require(packages.first?["signatures"] as? [[String: Any]])
      #expect(signatures.map { $0["kind"] as? String } == ["CAdES-BES P-256", "SM2 with SM3"])
      #expect(signatures.first?["claimedTime"] as? String == "2024-05-16T00:00:00Z")
    }
  }

  @Test("an unsigned package fails under roots to trust")
  func unsigned() throws {
    try withProgram { program in
      try prepared(program)
      #expect(try analyze(program).status == 1)
      let path = try package(program)
      #expect(try program.run(["verify", path]).status == 0)
      let run = try program.run(["verify", path, "--trust", "keys/test-root.pem"])
      #expect(run.status == 5 && run.reports("signature-missing"))
      #expect(try program.run(["verify", path, "--trust", "absent.pem"]).status == 2)
    }
  }

  @Test("keys that do not fit are status 2 and stop before the work")
  func mistakes() throws {
    try withProgram { program in
      try prepared(program)
      let key = "keys/test-p256.key", chain = "keys/test-p256.pem"
      for (arguments, code) in [
        (["--sign-key", "absent", "--sign-cert", chain], "file-unreadable"),
        (["--sign-key", key], "certificate-missing"),
        (["--sign-key", key, "--sign-cert", "keys/test-rsa.pem"], "key-certificate-mismatch"),
        (["--sm2-key", key, "--sm2-cert", chain], "signer-kind"),
        (
          ["--sign-key", key, "--sign-cert", chain, "--sign-pass-file", "no"],
          "pass-phrase-unreadable"
        ),
        (["--sign-cert", chain], "usage"),
        (["--sign-pass-fd", "5"], "usage"),
        (["--sign-key", key, "--sign-cert", chain, "--sign-pass-fd", "1"], "usage"),
      ] {
        let run = try program.run(
          ["analyze", "-a", "appendix.yaml", "access.jsonl", "-o", "out"]
            + ["--now", "2024-05-16T00:00Z"] + arguments)
        #expect(run.status == 2 && run.reports(code), "\(arguments): \(run.errors)")
        #expect(!program.exists("out/analysis.json"))
      }
      let expired = try program.run(
        ["analyze", "-a", "appendix.yaml", "access.jsonl", "-o", "out"]
          + ["--now", "2025-05-16T00:00Z"] + signing)
      #expect(expired.status == 2 && expired.reports("certificate-expired"))
      let nowhere = try program.run(
        ["analyze", "-a", "appendix.yaml", "access.jsonl"] + signing)
      #expect(nowhere.status == 2)
    }
  }
}
