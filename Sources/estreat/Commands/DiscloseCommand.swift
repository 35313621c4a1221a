internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Reports

/// `estreat disclose`: single lines of a package with their proof, or the check of such a proof.
struct DiscloseCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "disclose",
    abstract: "Show single lines of a package with what proves them, sensitive values masked.",
    discussion: """
      The proof is one JSON document: the lines, the salts of what is readable, and their paths to \
      the Merkle root that the package states. disclose --check PROOF tells whether they hold under \
      --root, or in --package; exit status 5 if not. Line numbers are those in the member, from 1.
      """)

  @Argument(help: "The package (zip), full or disclosure copy.", completion: .file())
  var package: String?

  @Option(
    help: ArgumentHelp(
      "Lines to show: data/logs/app_error.jsonl:12,40-42; may be repeated.",
      valueName: "member:lines"))
  var lines: [String] = []

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write the proof there, else to stdout.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("Check this proof instead.", valueName: "file"), completion: .file())
  var check: String?

  @Option(
    help: ArgumentHelp("With --check: the Merkle root, known from elsewhere.", valueName: "hex"))
  var root: String?

  @Option(
    name: .customLong("package"),
    help: ArgumentHelp("With --check: a package of the lines.", valueName: "zip"),
    completion: .file())
  var checkPackage: String?

  func validate() throws {
    if check == nil {
      if package == nil || lines.isEmpty {
        throw ValidationError("name a package and --lines, or a proof with --check")
      }
      if root != nil || checkPackage != nil {
        throw ValidationError("--root and --package go with --check")
      }
    } else if package != nil || !lines.isEmpty || output != nil {
      throw ValidationError("--check takes no package, --lines or -o")
    }
    if let root, root.utf8.count != 64 || !root.allSatisfy({ $0.isHexDigit && $0.isASCII }) {
      throw ValidationError("--root takes 64 hex digits")
    }
    for text in lines { _ = try Self.ranges(text) }
  }

  func perform() throws -> ExitStatus {
    if let check { return try verify(check) }
    guard let package else { return .usage }
    let ranges = try lines.flatMap(Self.ranges)
    let proof: DisclosureProof
    do {
      proof = try DisclosureMaker().make(package, ranges) { _, rule in "[\(rule)]" }
    } catch {
      throw CommandFailure(Self.status(error), error.diagnostics)
    }
    if let output {
      do {
        try proof.write(to: output)
      } catch {
        throw CommandFailure(.usage, error.diagnostics)
      }
      Console.output(
        Array("\(output): \(Self.count(proof)), root \(proof.rootText)\n".utf8))
    } else {
      Console.output(Array(proof.text.utf8))
    }
    return .success
  }

  private func verify(_ path: String) throws -> ExitStatus {
    let proof: DisclosureProof
    do {
      proof = try DisclosureProof(file: path)
    } catch {
      throw CommandFailure(.unreadable, error.diagnostics)
    }
    let found = DisclosureCheck(root: root?.lowercased(), package: checkPackage)
      .run(proof, path: path)
    Console.report(found)
    if found.contains(where: { $0.severity == .error }) {
      Console.output(Array("\(path): NOT PROVEN, \(Self.count(proof))\n".utf8))
      return .unverified
    }
    let pin =
      checkPackage.map { "in \($0)" } ?? root.map { _ in "under the root given" }
      ?? "under the root it states itself"
    Console.output(Array("\(path): \(Self.count(proof)) proven \(pin)\n".utf8))
    return .success
  }

  private static func count(_ proof: DisclosureProof) -> String {
    "\(proof.lines.count) line\(proof.lines.count == 1 ? "" : "s")"
  }

  /// Lines that are not there are a mistake on the command line; else the package is to blame.
  private static func status(_ error: DiagnosticError) -> ExitStatus {
    let codes = Set(error.diagnostics.map(\.code))
    if codes.contains("disclosure-line") { return .usage }
    return codes.isDisjoint(with: ["file-unreadable", "not-a-zip", "file-changed-while-read"])
      ? .unverified : .unreadable
  }

  /// `MEMBER:12,40-42`.
  static func ranges(_ text: String) throws -> [LineRange] {
    guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else {
      throw ValidationError("--lines takes MEMBER:LINES, as data/logs/a.jsonl:12,40-42")
    }
    let member = String(text[..<colon])
    let parts = text[text.index(after: colon)...]
      .split(separator: ",", omittingEmptySubsequences: false)
    return try parts.map { part in
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), let first = number(ends[0]),
        let last = number(ends[ends.count - 1]), first <= last
      else { throw ValidationError("\(part) is no line, or range of lines, from 1") }
      return LineRange(member: member, lines: first...last)
    }
  }

  private static func number(_ text: Substring) -> UInt64? {
    guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = UInt64(text), value > 0,
      value <= UInt64(Int64.max)
    else { return nil }
    return value
  }
}
