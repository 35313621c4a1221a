internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence

/// `estreat attach`: a time-stamp or another receipt into a finished package.
struct AttachCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Check an authority's time-stamp and append it to a signed package.",
    discussion: """
      An authority stamps seal/signatures.sha256.tsq of the package; nothing here opens a socket: \
      `unzip -p PACKAGE seal/signatures.sha256.tsq > request.tsq`, and \
      `curl -H 'Content-Type: application/timestamp-query' --data-binary @request.tsq URL`. \
      Members that the package holds stay byte for byte; the .sha256 file is made anew.
      """)

  @Argument(help: "The package (zip).", completion: .file(extensions: ["zip"]))
  var package: String

  @Argument(
    help: ArgumentHelp("The authority's answer (.tsr).", valueName: "response"),
    completion: .file(extensions: ["tsr"]))
  var response: String?

  @Option(
    help: ArgumentHelp(
      "Root certificates (PEM) of authorities that you trust; may be repeated.",
      valueName: "file"),
    completion: .file())
  var trust: [String] = []

  @Option(
    help: ArgumentHelp(
      "Attach this file as well, unread: a notary's receipt, a court chain's; may be repeated.",
      valueName: "file"),
    completion: .file())
  var receipt: [String] = []

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write the result there; else it replaces the package.", valueName: "zip"),
    completion: .file(extensions: ["zip"]))
  var output: String?

  func validate() throws {
    guard response != nil || !receipt.isEmpty else {
      throw ValidationError("name an authority's answer, or a receipt with --receipt")
    }
    if response != nil && trust.isEmpty {
      throw ValidationError("name the root certificate of the authority with --trust")
    }
  }

  func perform() throws -> ExitStatus {
    let request = AttachmentRequest(
      response: response, roots: try roots(), receipts: receipt)
    let attached: AttachedPackage
    do {
      attached = try PackageAttachment().attach(request, to: package, as: output ?? package)
    } catch {
      throw CommandFailure(Self.status(error), error.diagnostics)
    }
    var text = "\(attached.path)\n"
    for member in attached.members { text += "  attached    \(member)\n" }
    if let stamp = attached.timestamp {
      text += "  time        existed no later than \(Instant(seconds: stamp.latest).rfc3339)"
      text += ", stamped by \(stamp.authority)\n"
    }
    text += "  zip sha256  \(attached.zipSHA256)\n"
    Console.output(Array(text.utf8))
    return .success
  }

  /// Files that cannot be read or written are 4, a package or an answer that does not hold is 5,
  /// a request that makes no sense is 2.
  private static func status(_ error: DiagnosticError) -> ExitStatus {
    let codes = Set(error.diagnostics.map(\.code))
    let unusable: Set<String> = [
      "file-unreadable", "file-changed-while-read", "not-a-zip", "output-unwritable",
    ]
    if !codes.isDisjoint(with: unusable) { return .unreadable }
    let isMistaken = codes.contains { $0.hasPrefix("attach-") || $0 == "unsafe-name" }
    return isMistaken && codes.count == 1 ? .usage : .unverified
  }

  private func roots() throws -> [Certificate] {
    do {
      return try trust.flatMap { try CertificateFile.read($0) }
    } catch let error as DiagnosticError {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }
}
