import Foundation
import Testing

private let hasOpenSSL = ["/usr/bin/openssl", "/bin/openssl"].contains {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// `estreat attach` on the command line, with an authority of openssl.
@Suite("Attach", .enabled(if: hasOpenSSL))
struct AttachTests {
  private static let script = #"""
    set -e
    cd "$1"
    mkdir -p tsa
    unzip -p "$2" seal/signatures.sha256.tsq > tsa/request.tsq
    cd tsa
    for key in root tsa; do
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $key.key
    done
    openssl req -x509 -new -key root.key -sha256 -days 3650 -subj '/CN=Root' -out root.pem
    openssl req -new -key tsa.key -subj '/CN=Authority' -out tsa.csr
    echo 'extendedKeyUsage=critical,timeStamping' > tsa.ext
    openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -sha256 \
      -days 3650 -extfile tsa.ext -out tsa.pem
    echo 01 > serial
    cat > tsa.cnf <<END
    [tsa]
    default_tsa = local
    [local]
    serial = serial
    crypto_device = builtin
    signer_cert = tsa.pem
    signer_key = tsa.key
    signer_digest = sha256
    default_policy = 1.2.3.4.1
    digests = sha256
    ess_cert_id_alg = sha256
    END
    openssl ts -reply -config tsa.cnf -queryfile request.tsq -out answer.tsr
    """#

  private func shell(_ program: Program, _ script: String, _ arguments: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, "sh"] + arguments
    process.currentDirectoryURL = program.folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// A signed package and an authority's answer to it.
  private func prepared(_ program: Program) throws -> String {
    try program.write(Sample.appendix, to: "appendix.yaml")
    try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
    let made = try program.run(["keygen", "--test", "-o", "keys", "--days", "36500"])
    #expect(made.status == 0, "\(made.errors)")
    let run = try program.run([
      "analyze", "-a", "appendix.yaml", "access.jsonl", "-o", "out", "--sign-key",
      "keys/test-p256.key", "--sign-cert", "keys/test-p256.pem",
    ])
    #expect(run.status == 1, "\(run.errors)")
    let name = try #require(program.names("out/packages").first { $0.hasSuffix(".zip") })
    let path = "out/packages/" + name
    try #require(try shell(program, Self.script, program.folder.path, path) == 0)
    return path
  }

  private let roots = ["--trust", "tsa/root.pem", "--trust", "keys/test-root.pem"]

  @Test("an answer is checked, appended, and verified")
  func attach() throws {
    try withProgram { program in
      let path = try prepared(program)
      let refused = try program.run([
        "attach", path, "tsa/answer.tsr", "--trust", "keys/test-root.pem",
      ])
      #expect(refused.status == 5 && refused.reports("timestamp-untrusted"), "\(refused.errors)")
      try program.write("receipt", to: "notary.txt")
      let attached = try program.run([
        "attach", path, "tsa/answer.tsr", "--trust", "tsa/root.pem", "--receipt", "notary.txt",
      ])
      #expect(attached.status == 0, "\(attached.errors)")
      #expect(attached.output.contains("existed no later than 20"))
      #expect(attached.output.contains("attached    seal/receipts/notary.txt"))
      let verified = try program.run(["verify", path] + roots)
      #expect(verified.status == 0, "\(verified.errors)")
      #expect(verified.output.contains("time        existed no later than 20"))
      #expect(verified.output.contains("stamped by CN=Authority"))
      let json = try program.run(["verify", path, "--format", "json"] + roots)
      #expect(json.output.contains("\"noLaterThan\""))
      let again = try program.run([
        "attach", path, "tsa/answer.tsr", "--trust", "tsa/root.pem",
      ])
      #expect(again.status == 2 && again.reports("attach-duplicate"), "\(again.errors)")
      let attributes = try FileManager.default.attributesOfItem(atPath: program.path(path))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }

  /// A limit on the size of files stands for a full disk: writes beyond it fail, the signal for
  /// it being ignored.
  @Test("a full disk leaves package and digest as they were")
  func fullDisk() throws {
    try withProgram { program in
      let path = try prepared(program)
      let before = try Data(contentsOf: URL(fileURLWithPath: program.path(path)))
      let names = program.names("out/packages")
      let binary = try Program.binary().path
      let status = try shell(
        program, "trap '' XFSZ; ulimit -f 4; exec \"$@\" 2>errors.txt", binary, "attach", path,
        "tsa/answer.tsr", "--trust", "tsa/root.pem")
      #expect(status == 4)
      let errors = try String(contentsOfFile: program.path("errors.txt"), encoding: .utf8)
      #expect(errors.contains("[output-unwritable]"), "\(errors)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: program.path(path))) == before)
      #expect(program.names("out/packages") == names)
      #expect(try program.run(["verify", path]).status == 0)
    }
  }

  @Test("what is missing on the command line is said")
  func usage() throws {
    try withProgram { program in
      #expect(try program.run(["attach", "p.zip"]).status == 2)
      #expect(try program.run(["attach", "p.zip", "a.tsr"]).status == 2)
      try program.write("no zip", to: "p.zip")
      let foreign = try program.run(["attach", "p.zip", "--receipt", "p.zip"])
      #expect(foreign.status == 4 && foreign.reports("not-a-zip"))
    }
  }
}
