import Analysis
import Diagnostics
import Foundation
import Testing

@testable import Reports

/// Pages of a certificate: long lists, long texts, copies for circulation, and what cannot be drawn.
@Suite("Certificate layout", .enabled(if: CertificateTools.canDraw))
struct CertificateLayoutTests {
  private let roots = CertificateRoots(
    manifestSHA256: String(repeating: "5a", count: 32),
    merkleRoot: String(repeating: "c3", count: 32))

  private func content(
    _ inputs: [CertificateContent.Input], copy: CertificateContent.Copy = .full
  ) -> CertificateContent {
    CertificateContent(
      identifier: "INC-1", copy: copy, packageFile: "INC-1-\(copy.rawValue).zip", signatures: [],
      isTest: false, time: Sample.start, zone: Sample.shanghai, tool: Sample.tool, caseID: nil,
      operatorName: nil, inputs: inputs)
  }

  private func digest(_ index: Int) -> String {
    let digits = String(index)
    return String(repeating: "0", count: 64 - digits.count) + digits
  }

  private func text(_ bytes: [UInt8]) throws -> String {
    let file = NSTemporaryDirectory() + "certificate-\(UUID().uuidString).pdf"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/pdftotext")
    process.arguments = ["-layout", file, "-"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }

  @Test("five hundred files: each is listed, every page has the head and its number")
  func manyFiles() throws {
    let inputs = (0..<500).map {
      CertificateContent.Input(path: "logs/\($0).log", bytes: Int64($0), sha256: digest($0))
    }
    let text = try text(
      try EvidenceCertificate.render(content(inputs), roots: roots, font: try CertificateFont()))
    for index in 0..<500 { #expect(text.contains(digest(index))) }
    let pages = text.split(separator: "\u{c}")
    #expect(pages.count > 15)
    for (index, page) in pages.enumerated() {
      #expect(page.filter { $0 != " " }.contains("\(index + 1)/\(pages.count)"))
      #expect(page.contains("INC-1"))
      if index > 2 { #expect(page.contains("path and SHA-256")) }
      // The head once a page, however the rows fell.
      #expect(page.components(separatedBy: "path and SHA-256").count <= 2)
    }
    #expect(text.contains("500 个文件") && text.contains("500 files"))
  }

  @Test("a path longer than a page is whole, and no page runs over")
  func longPath() throws {
    let path = (0..<1_500).map { "segment-\($0)/" }.joined()
    let input = CertificateContent.Input(path: path, bytes: 1, sha256: digest(7))
    let text = try text(
      try EvidenceCertificate.render(content([input]), roots: roots, font: try CertificateFont()))
    let joined = text.filter { !$0.isWhitespace }
    // The row is cut where it is, also inside a word; nothing else may be missing.
    let whole = (0..<1_500).count { joined.contains("segment-\($0)/") }
    #expect(whole >= 1_480, "\(whole)")
    #expect(text.split(separator: "\u{c}").count >= 4)
  }

  @Test("a copy for circulation states no digest of its inputs, and says what it is")
  func disclosure() throws {
    let input = CertificateContent.Input(path: "logs/a.log", bytes: 3, sha256: nil)
    let text = try text(
      try EvidenceCertificate.render(
        content([input], copy: .disclosure), roots: roots, font: try CertificateFont()))
    #expect(text.contains("披露副本") && text.contains("Disclosure copy"))
    let hex = text.matches(of: /[0-9a-f]{64}/).map { String($0.output) }
    #expect(Set(hex) == [roots.manifestSHA256, roots.merkleRoot ?? "", Sample.tool.sha256 ?? ""])
  }

  @Test("a mask changes every text on the pages, and the gate sees what is drawn")
  func masking() throws {
    // An example number of the card industry.
    let card = "4111111111111111"
    var content = content(
      [.init(path: "logs/\(card).log", bytes: 3, sha256: nil)], copy: .disclosure)
    content.operatorName = "clerk \(card)"
    #expect(
      EvidenceCertificate.texts(content, roots: roots).count { $0.contains(card) } == 2)
    content.mask = { $0.replacingOccurrences(of: card, with: "⟦card·7f3a⟧") }
    let texts = EvidenceCertificate.texts(content, roots: roots)
    #expect(!texts.contains { $0.contains(card) } && texts.contains { $0.contains("card·7f3a") })
    let drawn = try text(
      try EvidenceCertificate.render(content, roots: roots, font: try CertificateFont()))
    #expect(!drawn.contains(card) && drawn.components(separatedBy: "card·7f3a").count == 3)
  }

  @Test("equal content gives equal bytes, several at once too")
  func concurrently() async throws {
    let content = content([.init(path: "a", bytes: 1, sha256: digest(1))])
    let roots = roots
    let font = try CertificateFont()
    let all = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 {
        group.addTask { try EvidenceCertificate.render(content, roots: roots, font: font) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(all).count == 1 && all.count == 8)
  }

  @Test("what the code says is ASCII, with the root where there is one")
  func machineText() {
    let text = EvidenceCertificate.machineText(content([]), roots: roots)
    #expect(
      text == """
        estreat certificate 1
        id INC-1
        copy FULL
        manifest-sha256 \(String(repeating: "5a", count: 32))
        merkle-root \(String(repeating: "c3", count: 32))
        """)
  }

  @Test("a text longer than any QR code is refused by its code")
  func longCode() throws {
    #expect {
      _ = try QRCode(String(repeating: "x", count: 3_000))
    } throws: { error in
      (error as? DiagnosticError)?.diagnostics.first?.code == "certificate-drawing"
    }
  }

  @Test("every clause kind has its method in Chinese and English")
  func methods() {
    for kind in ClauseKinds.all {
      #expect(kind is any CertifiedRule.Type, "\(kind.kind) has no method for the certificate")
    }
  }

  @Test(
    "the declarations of the shim are those of Pango's headers",
    .enabled(
      if: CertificateTools.has("cc")
        && FileManager.default.fileExists(atPath: "/usr/include/pango-1.0")),
    arguments: [true, false])
  func declarations(isSound: Bool) throws {
    let shim = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/CPangoCairo/shim.h").path
    // A wrong value must be found, or the check would be none.
    let mode = isSound ? "CPANGO_WRAP_WORD_CHAR" : "CPANGO_ALIGN_LEFT"
    let source = """
      #include <pango/pangocairo.h>
      #include "\(shim)"
      _Static_assert(CPANGO_UNITS == PANGO_SCALE, "units");
      _Static_assert((int)CPANGO_DIRECTION_LTR == (int)PANGO_DIRECTION_LTR, "direction");
      _Static_assert((int)CPANGO_ALIGN_LEFT == (int)PANGO_ALIGN_LEFT, "left");
      _Static_assert((int)CPANGO_ALIGN_RIGHT == (int)PANGO_ALIGN_RIGHT, "right");
      _Static_assert((int)\(mode) == (int)PANGO_WRAP_WORD_CHAR, "wrap");
      """
    let file = NSTemporaryDirectory() + "shim-\(UUID().uuidString).c"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try source.write(toFile: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "cc -fsyntax-only $(pkg-config --cflags pangocairo) '\(file)' 2>&1"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(
      (process.terminationStatus == 0) == isSound, "\(String(decoding: output, as: UTF8.self))")
  }
}

/// What the tests of certificates need of the machine.
enum CertificateTools {
  static let canDraw = (try? CertificateFont()) != nil && has("pdftotext")
  static func has(_ name: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/" + name)
  }
}
