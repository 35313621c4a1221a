import Foundation
import Testing

/// `certificate.pdf` of the payment incident, read by stock tools. What it must say is worked out from
/// the data set by other means: by hand, `sha256sum`, and a few lines of Python over the exports.
@Suite("Certificate")
struct CertificateTests {
  static let hasPoppler = Shell.has("pdftotext") && Shell.has("pdffonts") && Shell.has("unzip")
  static let hasZBar = hasPoppler && Shell.has("zbarimg")
  static let incident = "INC-20240515-142002"

  /// What stock tools say about the certificate of one run.
  struct Reading {
    var status: Int32
    var text = ""
    var info = ""
    var fonts = ""
    var listing = ""
    var bytes = Data()
    var manifestSHA256 = ""
    var merkleRoot = ""
    var verdictDigest = ""
    var code = ""
  }

  /// The shipped incident, analyzed once for all tests that only read.
  private static let payment = Result { try withProgram { try read($0) } }

  private static func read(_ program: Program) throws -> Reading {
    var out = Reading(status: try analyze(program).status)
    out.text = try unpack(program)
    out.info = try Shell.run("TZ=UTC pdfinfo bag/certificate.pdf", in: program)
    out.fonts = try Shell.run("pdffonts bag/certificate.pdf", in: program)
    out.listing = try Shell.run(
      "unzip -v out/packages/\(incident)-FULL.zip | grep certificate.pdf", in: program)
    out.bytes = try Data(contentsOf: URL(fileURLWithPath: program.path("bag/certificate.pdf")))
    out.manifestSHA256 = String(
      try Shell.run("sha256sum <bag/manifest-sha256.txt", in: program).prefix(64))
    let verdicts = try Data(
      contentsOf: URL(fileURLWithPath: program.path("bag/data/findings/verdicts.json")))
    let object = try JSONSerialization.jsonObject(with: verdicts) as? [String: Any]
    out.verdictDigest = String((object?["digest"] as? String ?? "").dropFirst("sha256:".count))
    out.merkleRoot = try Shell.run(
      "sed -n 's/^Merkle-Root: //p' bag/bag-info.txt | tr -d '\\n'", in: program)
    guard hasZBar else { return out }
    out.code = try Shell.run(
      "pdftoppm -r 150 -f 1 -l 1 -png bag/certificate.pdf p && zbarimg -q --raw p-*.png 2>&-",
      in: program)
    return out
  }

  private static func analyze(
    _ program: Program, into output: String = "out", appendix: String? = nil,
    environment: [String: String] = [:], _ more: [String] = []
  ) throws -> Program.Outcome {
    let set = Program.dataset("payment-2024-05-15")
    // Else the Merkle root, which the code shows, would be another in every run.
    let key = try program.write(String(repeating: "5e", count: 32) + "\n", to: "mask-key")
    let time = more.contains("--now") ? [] : ["--now", "2024-05-20T00:30:00Z"]
    return try program.run(
      [
        "analyze", "-a", appendix ?? set + "/appendix.yaml", set + "/exports", "-o", output,
        "--case", "(2024)沪01民初123号", "--operator", "张三", "--mask-key", key,
      ] + time + more, environment: environment)
  }

  /// Unpacks the incident's package into `bag`; the certificate's text.
  private static func unpack(_ program: Program, from output: String = "out") throws -> String {
    try Shell.run(
      """
      rm -rf bag && unzip -q '\(output)/packages/\(incident)-FULL.zip' -d bag \
      && pdftotext -layout bag/certificate.pdf -
      """, in: program)
  }

  @Test("it states the facts in both languages", .enabled(if: hasPoppler))
  func facts() throws {
    let reading = try Self.payment.get()
    #expect(reading.status == 1)
    for wanted in [
      "存证证书", "Certificate of evidence", "不是公证书，也不是司法鉴定意见",
      "This is not a notarial or appraisal opinion", Self.incident, "Example Cloud Ltd.",
      "Example Bank", "(2024)沪01民初123号", "张三", "电子签名法 第八条", "不构成法律意见", "not legal advice",
      // The source document's table: Q1 2.35, median 3.16, Q3 4.106, limit 7.55 %.
      "Q1 2.35 %", "median 3.16 %", "Q3 4.106 %", "IQR 1.756 %", "limit 7.55 %", "1016/8000",
      "12.7 %", "623/7000", "8.9 %", "SSN, CREDIT_CARD", "2024-05-15T06:20:00Z – 06:21:00Z",
      "2024-05-15 14:20 – 14:21", "推断（意见）", "Inference (opinion)",
      "未证明：数据在导出之前是真实、完整的", "existed no later than", "not provable", "本证据包未签名",
      "The package is unsigned", "sha256sum -c --strict", "持有人 Holder", "见证人 Witness",
      "mysql_slow_log → app_thread_blocked", "E3 有支持", "E3 supported", "6 相反 contradicting",
    ] { #expect(reading.text.contains(wanted), "\(wanted) is not in the certificate") }
    #expect(!reading.text.contains("TEST"))
  }

  @Test(
    "its counts of requests are those of the access log",
    .enabled(if: hasPoppler && Shell.has("python3")))
  func counts() throws {
    let text = try Self.payment.get().text.split(separator: "\n")
    let counted = try withProgram { try withinLimit($0) }.split(separator: "\n")
    for (minute, counts) in counted.enumerated() {
      let row = text.first { $0.contains("T06:2\(minute):00Z – 06:2\(minute + 1):00Z") }
      #expect(row?.contains(" \(counts) ") == true, "\(counts): \(row ?? "no row")")
    }
  }

  /// `15/30`: requests of `/api/*` within 200 ms and all, minute by minute from 14:20 to 14:24.
  private func withinLimit(_ program: Program) throws -> String {
    let counts = """
      import glob, gzip, json, sys
      counts = {}
      for path in glob.glob(sys.argv[1] + "/exports/logs/gateway-access*"):
        for line in gzip.open(path, "rt") if path.endswith("gz") else open(path):
          r = json.loads(line)
          minute = int((float(r["msec"]) - 1715754000) // 60)
          if r["uri"].startswith("/api/") and 0 <= minute < 5:
            c = counts.setdefault(minute, [0, 0])
            c[1] += 1
            c[0] += float(r["request_time"]) <= 0.2
      for minute in range(5): print("%d/%d" % tuple(counts[minute]))
      """
    try program.write(counts, to: "counts.py")
    let out = try Shell.run(
      "python3 counts.py '\(Program.dataset("payment-2024-05-15"))'", in: program)
    #expect(out.split(separator: "\n").count == 5)
    return out
  }

  @Test("it lists every export with the digest of sha256sum", .enabled(if: hasPoppler))
  func exports() throws {
    let text = try Self.payment.get().text
    let exports = Program.dataset("payment-2024-05-15") + "/exports"
    let sums = try withProgram {
      try Shell.run(
        "cd '\(exports)' && find . -type f ! -name '.*' -exec sha256sum {} +", in: $0)
    }
    #expect(sums.split(separator: "\n").count == 11)
    for sum in sums.split(separator: "\n") {
      #expect(text.contains(sum.prefix(64)) && text.contains(sum.dropFirst(68)), "\(sum)")
    }
  }

  @Test("the QR code carries the digests of the package, exactly", .enabled(if: hasZBar))
  func code() throws {
    let reading = try Self.payment.get()
    #expect(
      reading.code == """
        estreat certificate 1
        id \(Self.incident)
        copy FULL
        manifest-sha256 \(reading.manifestSHA256)
        merkle-root \(reading.merkleRoot)
        verdicts-sha256 \(reading.verdictDigest)

        """)
  }

  @Test("A4, numbered pages, embedded subsets, under 300 KB, stored", .enabled(if: hasPoppler))
  func form() throws {
    let reading = try Self.payment.get()
    #expect(reading.info.contains("595.276 x 841.89 pts (A4)"), "\(reading.info)")
    #expect(reading.info.contains("Mon May 20 00:30:00 2024"), "\(reading.info)")
    let pages = reading.text.split(separator: "\u{c}")
    #expect(pages.count >= 3)
    for (index, page) in pages.enumerated() {
      let number = "\(index + 1)/\(pages.count)"
      #expect(page.filter { $0 != " " }.contains(number) && page.contains(Self.incident))
    }
    let fonts = reading.fonts.split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts {
      #expect(font.contains("+WenQuanYiMicroHei") && font.contains("yes yes yes"), "\(font)")
    }
    #expect((30_000..<300_000).contains(reading.bytes.count))
    #expect(reading.listing.contains("Stored"))
  }

  @Test("zone, locale, home and jobs change no byte", .enabled(if: hasPoppler))
  func determinism() throws {
    try withProgram { program in
      #expect(try Self.analyze(program).status == 1)
      let other = [
        "TZ": "America/New_York", "LANG": "zh_TW.UTF-8", "LC_ALL": "de_DE.UTF-8",
        "HOME": "/nonexistent", "FONTCONFIG_FILE": "/dev/null", "PANGO_LANGUAGE": "ja",
      ]
      #expect(
        try Self.analyze(program, into: "again", environment: other, ["--jobs", "1"]).status == 1)
      let zips = ["out", "again"].map { "\($0)/packages/\(Self.incident)-FULL.zip" }
      #expect(
        FileManager.default.contentsEqual(
          atPath: program.path(zips[0]), andPath: program.path(zips[1])))
      // And it is no constant: another time is another document.
      #expect(
        try Self.analyze(program, into: "later", ["--now", "2024-05-21T00:00:00Z"]).status == 1)
      _ = try Self.unpack(program)
      let first = try Data(contentsOf: URL(fileURLWithPath: program.path("bag/certificate.pdf")))
      _ = try Self.unpack(program, from: "later")
      let later = try Data(contentsOf: URL(fileURLWithPath: program.path("bag/certificate.pdf")))
      #expect(first != later)
    }
  }

  @Test("names of parties are whole; what has no glyph is spelled out", .enabled(if: hasPoppler))
  func names() throws {
    try withProgram { program in
      let set = Program.dataset("payment-2024-05-15")
      let agreed = try String(contentsOfFile: set + "/appendix.yaml", encoding: .utf8)
      let appendix = try program.write(
        agreed.replacingOccurrences(
          of: "supplier: Example Cloud Ltd., customer: Example Bank",
          with: #"supplier: "上海龘靐云计算股份有限公司𠮷", customer: "示例银行\u202Ehcivs""#),
        to: "appendix.yaml")
      #expect(try Self.analyze(program, appendix: appendix).status == 1)
      let text = try Self.unpack(program)
      #expect(text.contains("上海龘靐云计算股份有限公司[U+20BB7]"))
      #expect(text.contains("示例银行[U+202E]hcivs"))
    }
  }

  @Test("test keys stamp every page TEST", .enabled(if: hasPoppler))
  func testKeys() throws {
    try withProgram { program in
      #expect(
        try program.run([
          "keygen", "--test", "-o", "keys", "--now", "2024-05-01T00:00Z", "--days", "30",
        ]).status == 0)
      let signing = [
        "--sign-key", "keys/test-p256.key", "--sign-cert", "keys/test-p256.pem",
        "--sm2-key", "keys/test-sm2.key", "--sm2-cert", "keys/test-sm2.pem",
      ]
      #expect(try Self.analyze(program, signing).status == 1)
      let text = try Self.unpack(program)
      for page in text.split(separator: "\u{c}") { #expect(page.contains("TEST")) }
      for wanted in ["不具任何证明力", "it proves nothing", "CAdES-BES, P-256", "SM2 + SM3"] {
        #expect(text.contains(wanted), "\(wanted) is not in the certificate")
      }
      #expect(!text.contains("The package is unsigned"))
      let verified = try program.run([
        "verify", "out/packages/\(Self.incident)-FULL.zip", "--trust", "keys/test-root.pem",
        "--trust", "keys/test-sm2-root.pem", "--at", "2024-05-20T00:30:00Z",
      ])
      #expect(verified.status == 0, "\(verified.errors)")
    }
  }

  @Test("without the font nothing is started; --no-certificate does without")
  func missingFont() throws {
    try withProgram { program in
      let refused = try Self.analyze(program, ["--certificate-font", "/nonexistent/font.ttc"])
      #expect(refused.status == 2 && refused.reports("certificate-font"), "\(refused.errors)")
      #expect(refused.errors.contains("fix: install fonts-wqy-microhei"))
      #expect(!program.exists("out"))
      let text = try program.write("no font", to: "font.ttc")
      #expect(try Self.analyze(program, ["--certificate-font", text]).reports("certificate-font"))
      #expect(program.names("out/packages").isEmpty)
      #expect(try Self.analyze(program, ["--no-certificate"]).status == 1)
      let package = "out/packages/\(Self.incident)-FULL.zip"
      #expect(try !Shell.run("unzip -Z1 \(package)", in: program).contains("certificate.pdf"))
      #expect(try program.run(["verify", package]).status == 0)
    }
  }

  @Test("packed files have a certificate that says nothing was analyzed", .enabled(if: hasPoppler))
  func packed() throws {
    try withProgram { program in
      try program.write("abc", to: "evidence.txt")
      #expect(
        try program.run(["pack", "evidence.txt", "--id", "case-7", "-o", "."]).status == 0)
      let text = try Shell.run(
        "unzip -q case-7-FULL.zip certificate.pdf && pdftotext -layout certificate.pdf -",
        in: program)
      // FIPS 180-4: SHA-256 of "abc".
      #expect(
        text.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
          && text.contains("data/evidence.txt") && text.contains("未作分析"))
      #expect(!text.contains("BREACHED") && !text.contains("附件未列出"))
    }
  }

  @Test("no drawing library is loaded at start-up")
  func startUp() throws {
    try withProgram { program in
      let libraries = try Shell.run("ldd '\(try Program.binary().path)'", in: program)
      #expect(libraries.contains("libcrypto"))
      for name in ["libcairo", "libpango", "libqrencode", "libfontconfig"] {
        #expect(!libraries.contains(name), "\(name) is linked")
      }
    }
  }
}

/// Stock tools in the folder of a test.
enum Shell {
  static func has(_ tool: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + tool)
    }
  }

  /// What a script printed; its failure fails the test.
  static func run(_ script: String, in program: Program) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = program.folder
    let output = program.folder.appendingPathComponent(".shell-\(UUID().uuidString)")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(script)")
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }
}
