import Foundation
import Testing

/// `estreat pack`: signatures and the chain of custody.
@Suite("Pack")
struct PackTests {
  private func prepared(_ program: Program) throws {
    try program.write("b\n", to: "in/b.log")
    try program.write("a\n", to: "in/a.log")
    let made = try program.run([
      "keygen", "--test", "-o", "keys", "--now", "2024-05-01T00:00Z", "--days", "30",
    ])
    #expect(made.status == 0, "\(made.errors)")
  }

  private let pack = [
    "pack", "in/b.log", "in/a.log", "--id", "CASE-9", "-o", ".", "--now", "2024-05-16T00:00:00Z",
    "--case", "C-9", "--operator", "Ann",
  ]
  private let signing = [
    "--sign-key", "keys/test-p256.key", "--sign-cert", "keys/test-p256.pem",
    "--sm2-key", "keys/test-sm2.key", "--sm2-cert", "keys/test-sm2.pem",
  ]
  private let trust = [
    "--trust", "keys/test-root.pem", "--trust", "keys/test-sm2-root.pem", "--at",
    "2024-05-20T00:00Z",
  ]

  @Test("A signed package verifies against its roots, and so does its disclosure copy")
  func signed() throws {
    try withProgram { program in
      try prepared(program)
      _ = try program.run([
        "keygen", "--test", "-o", "other", "--now", "2024-05-01T00:00Z", "--days", "30",
      ])
      let run = try program.run(pack + signing + ["--profile", "both"])
      #expect(run.status == 0 && run.reports("test-signature"), "\(run.errors)")
      for kind in ["FULL", "DISCLOSURE"] {
        let name = "CASE-9-\(kind).zip"
        let good = try program.run(["verify", name] + trust)
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.output.contains("CAdES-BES P-256") && good.output.contains("SM2 with SM3"))
        #expect(good.output.contains("claimed 2024-05-16T00:00:00Z"))
        // Not the root that signed it.
        let other = try program.run(
          ["verify", name, "--trust", "other/test-root.pem", "--at", "2024-05-20T00:00Z"])
        #expect(other.status == 5)
      }
      if CertificateTests.hasPoppler {
        let text = try Shell.run(
          "unzip -q CASE-9-FULL.zip certificate.pdf && pdftotext -layout certificate.pdf -",
          in: program)
        #expect(text.contains("CAdES-BES, P-256") && text.contains("SM2 + SM3"))
      }
    }
  }

  @Test("A key that does not fit is a mistake, and nothing is written")
  func wrongKey() throws {
    try withProgram { program in
      try prepared(program)
      let run = try program.run(
        pack + ["--sign-key", "keys/test-p256.key", "--sign-cert", "keys/test-rsa.pem"])
      #expect(run.status == 2 && !program.exists("CASE-9-FULL.zip"), "\(run.errors)")
      #expect(try program.run(pack + ["--sign-cert", "keys/test-rsa.pem"]).status == 2)
    }
  }

  @Test("The chain names every file as acquired, and the packing; sha256sum checks the files")
  func custody() throws {
    try withProgram { program in
      try prepared(program)
      #expect(try program.run(pack).status == 0)
      let text = try Shell.run("unzip -p CASE-9-FULL.zip data/custody/custody.jsonl", in: program)
      var previous = String(repeating: "0", count: 64)
      var events: [(String, [[String]])] = []
      for (index, line) in text.split(separator: "\n").enumerated() {
        let object = try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let event = try #require(object["event"] as? String)
        let fields = try #require(object["fields"] as? [[String]])
        // The hash over length-prefixed parts, by openssl (Custody.docc).
        func part(_ text: String) -> [UInt8] { number(text.utf8.count) + Array(text.utf8) }
        func number(_ value: Int) -> [UInt8] {
          (0..<8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        let hashed =
          part("estreat.custody/1") + number(index + 1) + part(previous) + part(event)
          + number(fields.count) + fields.flatMap { part($0[0]) + part($0[1]) }
        try program.write(Data(hashed), to: "hashed")
        let hash = String(try Shell.run("sha256sum hashed", in: program).prefix(64))
        #expect(object["hash"] as? String == hash)
        #expect(object["previous"] as? String == previous)
        previous = hash
        events.append((event, fields))
      }
      #expect(events.map(\.0) == ["acquired", "acquired", "packed"])
      let sumA = String(try Shell.run("sha256sum in/a.log", in: program).prefix(64))
      #expect(events.first?.1 == [["path", "a.log"], ["bytes", "2"], ["sha256", sumA]])
      let packed = try #require(events.last?.1)
      for field in [
        ["incident", "CASE-9"], ["time", "2024-05-16T00:00:00Z"], ["clock", "--now"],
        ["case", "C-9"], ["operator", "Ann"],
      ] { #expect(packed.contains(field)) }
      let info = try Shell.run("unzip -p CASE-9-FULL.zip bag-info.txt", in: program)
      #expect(
        info.contains("\nCustody-Count: 3\n") && info.contains("\nCustody-Head: \(previous)\n"))
      _ = try Shell.run(
        "unzip -p CASE-9-FULL.zip data/custody/inputs.sha256 > in/sums && cd in"
          + " && sha256sum -c --strict sums", in: program)
      #expect(try program.run(["verify", "CASE-9-FULL.zip"]).status == 0)
    }
  }

  @Test("One letter of the chain changed, with all lists made anew")
  func custodyForged() throws {
    try withProgram { program in
      try prepared(program)
      #expect(try program.run(pack).status == 0)
      var forged = try ForgedPackage(program.path("CASE-9-FULL.zip"))
      try forged.edit("data/custody/custody.jsonl") { $0.replacing("C-9", with: "C-8") }
      try forged.write(to: program.path("P.zip"))
      let verified = try program.run(["verify", "P.zip"])
      #expect(verified.status == 5 && verified.reports("custody-broken"), "\(verified.errors)")
    }
  }

  @Test("A file by the name of the custody folder cannot be packed")
  func nameClash() throws {
    try withProgram { program in
      try program.write("x", to: "in/custody")
      let run = try program.run(["pack", "in/custody", "--id", "X", "-o", "."])
      #expect(run.status == 4 && run.reports("name-clash"), "\(run.errors)")
      #expect(!program.exists("X-FULL.zip"))
    }
  }

  @Test("Equal runs with one mask key give equal bytes; another operator another key")
  func maskKey() throws {
    try withProgram { program in
      try prepared(program)
      try program.write(String(repeating: "0b", count: 32) + "\n", to: "k")
      func key(_ more: [String]) throws -> String {
        let run = try program.run(pack + ["--mask-key", "k"] + more)
        #expect(run.status == 0)
        return try Shell.run("unzip -p CASE-9-FULL.zip data/integrity/mask-key.hex", in: program)
      }
      let first = try key([])
      #expect(try key([]) == first)
      #expect(try key(["--store"]) == first)
      #expect(try key(["--operator", "Bob"]) != first)
    }
  }
}
