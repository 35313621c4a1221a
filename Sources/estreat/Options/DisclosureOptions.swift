internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence

/// Which packages are kept.
enum PackageProfile: String, ExpressibleByArgument, CaseIterable {
  /// Raw bytes, for the court and its expert.
  case full
  /// Masked, for circulation.
  case disclosure
  /// Both.
  case both

  var keepsFull: Bool { self != .disclosure }
  var discloses: Bool { self != .full }
}

/// For whom a disclosure copy holds encrypted parts.
struct RecipientOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Encrypt the full package for this certificate (PEM; RSA or P-256) into the disclosure copy; \
      may be repeated.
      """, valueName: "file"),
    completion: .file())
  var recipient: [String] = []

  /// The recipients; a mistake should not show at the end of the work.
  /// - Parameter time: of the run; their certificates must be valid then.
  func recipients(at time: Instant) throws -> [Recipient] {
    do {
      return try recipient.map { try Recipient(file: $0, at: time.secondsFloor) }
    } catch let error as DiagnosticError {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }
}

/// Which packages a command keeps, and for whom.
struct ProfileOptions: ParsableArguments {
  @Option(help: "Packages to keep: full, disclosure (masked) or both.")
  var profile: PackageProfile = .full

  @OptionGroup var recipients: RecipientOptions

  func validate() throws {
    if !profile.discloses, !recipients.recipient.isEmpty {
      throw ValidationError("--recipient goes with --profile disclosure or both")
    }
  }
}
