import Foundation
import Testing

/// Disclosure copies on the command line: `redact`, `--profile`, `--recipient`.
@Suite("Redact")
struct RedactTests {
  private static let now = ["--now", "2024-05-20T00:00:00Z"]
  private static let key = String(repeating: "0b", count: 32) + "\n"

  /// Every sensitive value that the payment incident's exports hold, by expressions of our own.
  private func planted() throws -> Set<String> {
    let folder = Program.dataset("payment-2024-05-15") + "/exports"
    var text = try String(contentsOfFile: folder + "/deployments/git-log.txt", encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", folder + "/logs/payment-app.jsonl.gz"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    text += String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    var found: Set<String> = []
    for pattern in [
      #"(?<=ssn\\":\\")[0-9-]+(?=\\")"#, #"(?<=card\\":\\")[0-9]+(?=\\")"#, #"[a-z.]+@[a-z.]+"#,
      #"(?<=Author: )[A-Z][a-z]+ [A-Z][a-z]+"#,
    ] {
      let expression = try NSRegularExpression(pattern: pattern)
      for match in expression.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
        if let range = Range(match.range, in: text) { found.insert(String(text[range])) }
      }
    }
    return found
  }

  /// What `grep` finds of `values` in the files of a folder, numbers also without what parts their
  /// digits.
  private func readable(_ values: Set<String>, in folder: String) throws -> String {
    let list = values.sorted().joined(separator: "\n")
    let digits = values.map { $0.filter(\.isNumber) }.filter { $0.count >= 13 }.sorted()
      .joined(separator: "\n")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.arguments = [
      "-c",
      """
      grep -rFoh -e "$1" .
      find . -type f -exec cat {} + | tr -d ' -' | grep -aFo -e "$2"
      """, "sh", list, digits,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  private func unpack(_ program: Program, _ package: String, _ folder: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["unzip", "-q", program.path(package), "-d", program.path(folder)]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("copies of the payment incident show none of its values, and verify")
  func payment() throws {
    try withProgram { program in
      let set = Program.dataset("payment-2024-05-15")
      try program.write(Self.key, to: "key.hex")
      let run = try program.run(
        ["analyze", "-a", set + "/appendix.yaml", set + "/exports", "-o", "out"] + Self.now
          + ["--profile", "both", "--mask-key", program.path("key.hex")])
      #expect(run.status == 1 && run.reports("unmasked-data"), "\(run.errors)")
      let names = program.names("out/packages").filter { $0.hasSuffix(".zip") }
      #expect(names.count == 4)
      let values = try planted()
      #expect(values.count > 20 && values.contains("Lin Yue"), "\(values)")
      var found = ""
      for name in names where name.contains("-DISCLOSURE") {
        let verify = try program.run(["verify", "out/packages/" + name])
        #expect(verify.status == 0 && verify.output.contains("Contains-Unmasked-Data: no"))
        try unpack(program, "out/packages/" + name, "bag-" + name)
        let raw = "out/packages/" + name.replacingOccurrences(of: "DISCLOSURE", with: "FULL")
        try unpack(program, raw, "raw-" + name)
        #expect(try readable(values, in: program.path("bag-" + name)) == "")
        found += try readable(values, in: program.path("raw-" + name))
        for file in program.names("bag-" + name) where file.hasSuffix(".jsonl") {
          let text = try String(
            contentsOfFile: program.path("bag-\(name)/\(file)"), encoding: .utf8)
          for line in text.split(separator: "\n") {
            #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(file)")
          }
        }
        // The same copy, made from the full package alone.
        try FileManager.default.createDirectory(
          atPath: program.path("again"), withIntermediateDirectories: true)
        let redact = try program.run(
          ["redact", raw, "-o", "again", "--mask-key", program.path("key.hex")] + Self.now)
        #expect(redact.status == 0, "\(redact.errors)")
        #expect(
          FileManager.default.contentsEqual(
            atPath: program.path("again/" + name), andPath: program.path("out/packages/" + name)))
      }
      // The same search finds them in the full packages.
      #expect(found.contains("Lin Yue") && found.split(separator: "\n").count > 20)
    }
  }

  @Test("only the copy is kept with --profile disclosure; it may be signed")
  func disclosureOnly() throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "appendix.yaml")
      try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
      let keys = try program.run([
        "keygen", "--test", "-o", "keys", "--now", "2024-05-01T00:00Z", "--days", "30",
      ])
      #expect(keys.status == 0)
      let run = try program.run(
        ["analyze", "-a", "appendix.yaml", "access.jsonl", "-o", "out", "--profile", "disclosure"]
          + ["--sign-key", "keys/test-p256.key", "--sign-cert", "keys/test-p256.pem"] + Self.now)
      #expect(run.status == 1 && !run.reports("unmasked-data"), "\(run.errors)")
      #expect(run.output.contains("-DISCLOSURE.zip (masked)"))
      let names = program.names("out/packages")
      #expect(names.count == 2 && names.allSatisfy { $0.contains("-DISCLOSURE.zip") }, "\(names)")
      let verify = try program.run([
        "verify", "out/packages/" + names[0], "--trust", "keys/test-root.pem", "--at",
        "2024-05-21T00:00Z",
      ])
      #expect(verify.status == 0, "\(verify.errors)")
      #expect(program.names("out").allSatisfy { !$0.contains(".estreat") })
    }
  }

  @Test("packed files, masked; the name of a file too")
  func pack() throws {
    try withProgram { program in
      try program.write("card 4111111111111111\n", to: "in/a.log")
      try program.write("fine\n", to: "in/4111111111111111.log")
      try FileManager.default.createDirectory(
        atPath: program.path("out"), withIntermediateDirectories: true)
      let run = try program.run(
        ["pack", "in/a.log", "in/4111111111111111.log", "--id", "CASE-1", "-o", "out"]
          + ["--profile", "disclosure"] + Self.now)
      // Capital letters come before `a`: the order of the leaves stays.
      #expect(run.status == 0, "\(run.errors)")
      #expect(
        program.names("out") == ["CASE-1-DISCLOSURE.zip", "CASE-1-DISCLOSURE.zip.sha256"])
      try unpack(program, "out/CASE-1-DISCLOSURE.zip", "bag")
      #expect(program.names("bag").allSatisfy { !$0.contains("4111") })
      let text = try String(contentsOfFile: program.path("bag/data/a.masked.log"), encoding: .utf8)
      #expect(text.hasPrefix("card [CREDIT_CARD:9-16:"))
    }
  }

  @Test("mistakes end before anything is written")
  func refusals() throws {
    try withProgram { program in
      try program.write("fine\n", to: "a.log")
      let keys = try program.run([
        "keygen", "--test", "-o", "keys", "--now", "2024-05-01T00:00Z", "--days", "30",
      ])
      #expect(keys.status == 0)
      let pack = ["pack", "a.log", "--id", "C", "-o", "."] + Self.now
      // It signs, and nothing can be encrypted to it.
      let signer = try program.run(
        pack + ["--profile", "both", "--recipient", "keys/test-p256.pem"])
      #expect(signer.status == 2 && signer.reports("recipient-certificate"), "\(signer.errors)")
      #expect(signer.errors.contains("keyAgreement"))
      let noProfile = try program.run(pack + ["--recipient", "keys/test-p256.pem"])
      #expect(noProfile.status == 2)
      #expect(program.names(".").allSatisfy { !$0.hasPrefix("C-") })
      #expect(try program.run(pack).status == 0)
      try FileManager.default.createDirectory(
        atPath: program.path("out"), withIntermediateDirectories: true)
      let copy = try program.run(["redact", "C-FULL.zip", "-o", "out"] + Self.now)
      #expect(copy.status == 0, "\(copy.errors)")
      let again = try program.run(["redact", "out/C-DISCLOSURE.zip"] + Self.now)
      #expect(again.status == 2 && again.reports("redact-kind"))
      #expect(try program.run(["redact", "a.log"] + Self.now).status == 4)
      #expect(try program.run(["redact", "C-FULL.zip", "-o", "none"] + Self.now).status == 2)
      // A package that does not hold is not redacted.
      var bytes = try Data(contentsOf: URL(fileURLWithPath: program.path("C-FULL.zip")))
      bytes[bytes.count / 2] ^= 1
      try program.write(bytes, to: "broken/C-FULL.zip")
      let broken = try program.run(["redact", "broken/C-FULL.zip"] + Self.now)
      #expect(broken.status == 5, "\(broken.errors)")
      #expect(program.names("broken") == ["C-FULL.zip"])
    }
  }
}
