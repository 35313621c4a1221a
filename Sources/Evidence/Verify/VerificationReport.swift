public import Diagnostics

/// Bounds on what a package may make the verifier do. Contents are streamed and never written,
/// so a bomb costs time only; it is refused by what its headers claim.
public struct VerificationLimits: Sendable {
  /// More members than this are not read.
  public var members = 1_000_000
  /// Total content in bytes.
  public var contentBytes: UInt64 = 256 << 30
  /// Content per compressed byte, judged only above `ratioFloorBytes`.
  public var ratio: UInt64 = 200
  /// Content up to this size, in bytes, may be compressed as far as deflate can.
  public var ratioFloorBytes: UInt64 = 1 << 30
  /// Size in bytes of a list or tag file that is held in memory.
  public var listBytes: UInt64 = 256 << 20

  /// Bounds that no package of ours comes near.
  public init() {}
}

/// What `verify` found in one package.
public struct VerificationReport: Sendable {
  /// The three ways it can end.
  public enum Outcome: Sendable {
    /// Everything checked and right.
    case intact
    /// A zip, with at least one error.
    case defects
    /// Not readable, or not a zip.
    case unreadable
  }

  /// The path as given.
  public var path: String
  /// How it ended.
  public var outcome: Outcome
  /// SHA-256 of `tagmanifest-sha256.txt` as found, 64 lowercase hex digits; nil if it is not
  /// there. With defects it identifies nothing.
  public var packageID: String?
  /// SHA-256 of the whole file, 64 lowercase hex digits; nil if it cannot be read.
  public var zipSHA256: String?
  /// Size of the file.
  public var sizeBytes: UInt64
  /// Number of entries in the zip.
  public var memberCount: Int
  /// The lines of `bag-info.txt`, in order.
  public var bagInfo: [BagInfoField]
  /// The signatures that could be read, right or wrong; the errors tell.
  public var signatures: [FoundSignature]
  /// The time-stamps that could be read, right or wrong; the errors tell.
  public var timestamps: [FoundTimestamp] = []
  /// All errors, warnings and notes; places as if the zip were a folder, `P.zip/data/a.log`.
  /// Notes come last; the codes are stable.
  public var diagnostics: [Diagnostic]

  /// Nothing found yet.
  init(path: String) {
    self.path = path
    outcome = .unreadable
    sizeBytes = 0
    memberCount = 0
    bagInfo = []
    signatures = []
    diagnostics = []
  }

  /// The errors among the diagnostics.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}
