public import Analysis

/// One text in both languages of the certificate.
public struct Bilingual: Sendable, Hashable {
  /// Simplified Chinese.
  public var chinese: String
  /// English.
  public var english: String

  /// A text in both languages.
  public init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }
}

/// What a certificate states, as data: facts, then what is inferred from them, then what is open.
///
/// It holds no line of an export. Paths, names of services and texts of the appendix may hold values
/// that a copy for circulation must not show: it sets `mask`, and gives inputs without digests.
public struct CertificateContent: Sendable {
  /// A file that was read, or that was packed.
  public struct Input: Sendable, Hashable {
    /// Path relative to the argument it was found under.
    public var path: String
    /// Size as acquired, in bytes.
    public var bytes: Int64
    /// SHA-256 as acquired, 64 hex digits; nil where a copy for circulation must not carry it.
    public var sha256: String?
    /// Format, such as `json-access`; nil when not recognised.
    public var format: String?
    /// Role, such as `gateway-access`; nil when it has none.
    public var role: String?

    /// A file.
    public init(
      path: String, bytes: Int64, sha256: String?, format: String? = nil, role: String? = nil
    ) {
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
      self.format = format
      self.role = role
    }
  }

  /// A signature that the package is going to have.
  public struct Signature: Sendable, Hashable {
    /// What is made with the key.
    public enum Form: Sendable {
      /// Detached CAdES-BES over the tag manifest and the container's manifest.
      case cades
      /// SM2 with SM3 over the SM3 list.
      case sm2
    }
    /// What is made.
    public var form: Form
    /// `P-256`.
    public var algorithm: String
    /// The signer's name in the certificate.
    public var subject: String

    /// A signature.
    public init(form: Form, algorithm: String, subject: String) {
      self.form = form
      self.algorithm = algorithm
      self.subject = subject
    }
  }

  /// Which copy of a package it belongs to.
  public enum Copy: String, Sendable {
    /// Raw bytes: for the court and its experts.
    case full = "FULL"
    /// Masked: for circulation.
    case disclosure = "DISCLOSURE"
  }

  /// What was analyzed and found; nil where files were packed as they are.
  public var analysis: Analysis?
  /// Incident, or what the package is called by.
  public var identifier: String
  /// Which copy.
  public var copy: Copy
  /// Name of the zip, for the commands.
  public var packageFile: String
  /// Who signs; empty when the package is unsigned.
  public var signatures: [Signature]
  /// Some key is a test key: every page says TEST.
  public var isTest: Bool
  /// When the run was made, as its clock or the command line said.
  public var time: Instant
  /// The contract's zone; UTC where there is no contract.
  public var zone: CivilZone
  /// The program.
  public var tool: ReportTool
  /// Case, and who ran it.
  public var caseID: String?
  /// Who ran it.
  public var operatorName: String?
  /// Every file, by path.
  public var inputs: [Input]
  /// Whether slices hold a part of their records only: replay by counts.
  public var isCountsOnly = false
  /// Changes every text before it reaches a page; copies for circulation put their tokens in here.
  public var mask: @Sendable (String) -> String = { $0 }

  /// A certificate about files; `analysis` is set where there was one.
  public init(
    identifier: String, copy: Copy, packageFile: String, signatures: [Signature], isTest: Bool,
    time: Instant, zone: CivilZone, tool: ReportTool, caseID: String?, operatorName: String?,
    inputs: [Input]
  ) {
    self.identifier = identifier
    self.copy = copy
    self.packageFile = packageFile
    self.signatures = signatures
    self.isTest = isTest
    self.time = time
    self.zone = zone
    self.tool = tool
    self.caseID = caseID
    self.operatorName = operatorName
    self.inputs = inputs
  }
}
