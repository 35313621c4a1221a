internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence

/// Who signs the packages. Pass phrases come from files or descriptors only.
struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sign packages with this P-256 or RSA key (PKCS #8 or PKCS #12).", valueName: "file"),
    completion: .file())
  var signKey: String?

  @Option(
    help: ArgumentHelp(
      "Its certificate and issuers up to the root (PEM); may be repeated.", valueName: "file"),
    completion: .file())
  var signCert: [String] = []

  @Option(
    help: ArgumentHelp("File whose first line opens --sign-key.", valueName: "file"),
    completion: .file())
  var signPassFile: String?

  @Option(help: ArgumentHelp("Descriptor whose first line opens --sign-key.", valueName: "number"))
  var signPassFd: Int32?

  @Option(
    name: .customLong("sm2-key"),
    help: ArgumentHelp("Sign with this SM2 key as well, or alone.", valueName: "file"),
    completion: .file())
  var sm2Key: String?

  @Option(
    name: .customLong("sm2-cert"),
    help: ArgumentHelp(
      "Its certificate and issuers up to the root (PEM); may be repeated.", valueName: "file"),
    completion: .file())
  var sm2Cert: [String] = []

  @Option(
    name: .customLong("sm2-pass-file"),
    help: ArgumentHelp("File whose first line opens --sm2-key.", valueName: "file"),
    completion: .file())
  var sm2PassFile: String?

  @Option(
    name: .customLong("sm2-pass-fd"),
    help: ArgumentHelp("Descriptor whose first line opens --sm2-key.", valueName: "number"))
  var sm2PassFd: Int32?

  func validate() throws {
    for (name, key, certificates, file, descriptor) in [
      ("sign", signKey, signCert, signPassFile, signPassFd),
      ("sm2", sm2Key, sm2Cert, sm2PassFile, sm2PassFd),
    ] {
      if key == nil, !certificates.isEmpty || file != nil || descriptor != nil {
        throw ValidationError("--\(name)-cert and --\(name)-pass-… go with --\(name)-key")
      }
      if file != nil && descriptor != nil {
        throw ValidationError("--\(name)-pass-file and --\(name)-pass-fd exclude each other")
      }
      if let descriptor, descriptor < 0 || descriptor == 1 || descriptor == 2 {
        throw ValidationError("--\(name)-pass-fd is 0, or 3 and above")
      }
    }
  }

  /// Reads and checks the keys; nil if there are none.
  /// - Parameter time: of the run; the certificates must be valid then, and the signatures claim
  ///   it.
  func signers(at time: Instant) throws -> PackageSigners? {
    guard signKey != nil || sm2Key != nil else { return nil }
    do {
      let seconds = time.secondsFloor
      let cades = try signKey.map {
        try SigningIdentity(
          key: $0, certificates: signCert,
          passPhrase: try Self.passPhrase(signPassFile, signPassFd), at: seconds)
      }
      let sm2 = try sm2Key.map {
        try SigningIdentity(
          key: $0, certificates: sm2Cert,
          passPhrase: try Self.passPhrase(sm2PassFile, sm2PassFd), at: seconds)
      }
      return try PackageSigners(cades: cades, sm2: sm2, claimedTime: seconds)
    } catch let error as DiagnosticError {
      // A key that does not fit is a mistake on the command line, not an unreadable export.
      throw CommandFailure(.usage, error.diagnostics)
    }
  }

  private static func passPhrase(_ file: String?, _ descriptor: Int32?) throws -> PassPhrase? {
    if let file { return try PassPhrase(file: file) }
    return try descriptor.map { try PassPhrase(descriptor: $0) }
  }
}
