import Foundation
import Testing

@testable import Evidence

/// A time-stamping authority on this machine: openssl makes its keys and answers.
struct LocalAuthority {
  /// How its certificates and answers are made.
  struct Form: CustomTestStringConvertible {
    /// Arguments of `openssl genpkey`.
    var key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    var digest = "sha256"
    /// Digest by which the answer names its certificate.
    var certificateDigest = "sha256"
    var usage = "critical,timeStamping"
    var days = 3_650
    var testDescription: String { "\(key.last ?? "") \(digest) \(certificateDigest)" }

    static let p256 = Form()
    static let all = [
      Form(), Form(digest: "sha512"), Form(certificateDigest: "sha1"),
      Form(key: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], digest: "sha384"),
      Form(key: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
      Form(
        key: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"], digest: "sha384",
        certificateDigest: "sha512"),
    ]
  }

  let folder: String
  var rootPath: String { folder + "/root.pem" }

  init(_ scratch: Scratch, _ name: String = "tsa", _ form: Form = .p256) throws {
    folder = scratch.file(name)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func write(_ file: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
    }
    try write(
      "tsa.cnf",
      """
      [tsa]
      default_tsa = local
      [local]
      serial = serial
      crypto_device = builtin
      signer_cert = tsa.pem
      certs = root.pem
      signer_key = tsa.key
      signer_digest = \(form.digest)
      default_policy = 1.2.3.4.1
      digests = sha256, sha384
      accuracy = secs:1, millisecs:500
      ordering = yes
      tsa_name = yes
      ess_cert_id_chain = no
      ess_cert_id_alg = \(form.certificateDigest)

      """)
    try write("serial", "01\n")
    try write(
      "tsa.ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=\(form.usage)\n")
    for key in ["root", "tsa"] {
      try openssl(["genpkey", "-out", key + ".key"] + form.key)
    }
    try openssl([
      "req", "-x509", "-new", "-key", "root.key", "-sha256", "-days", "3650", "-subj",
      "/CN=Root of \(name)", "-out", "root.pem",
    ])
    try openssl([
      "req", "-new", "-key", "tsa.key", "-subj", "/CN=Authority \(name)", "-out", "tsa.csr",
    ])
    try openssl([
      "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
      "-CAcreateserial", "-sha256", "-days", "\(form.days)", "-extfile", "tsa.ext", "-out",
      "tsa.pem",
    ])
  }

  @discardableResult
  func openssl(_ arguments: [String]) throws -> String {
    let result = try Tool.run("openssl", arguments, in: folder)
    try #require(result.status == 0, "\(arguments): \(result.output)")
    return result.output
  }

  /// Answers a request; the path of the response.
  func answer(_ request: [UInt8], _ name: String = "answer.tsr") throws -> String {
    try Data(request).write(to: URL(fileURLWithPath: folder + "/request.tsq"))
    try openssl([
      "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request.tsq", "-out", name,
    ])
    return folder + "/" + name
  }

  func roots() throws -> [Certificate] { try CertificateFile.read(rootPath) }
}

/// A signed package and what lies in it, taken apart by a reader that shares nothing with ours.
struct StampCase {
  let scratch: Scratch
  let path: String
  let bytes: [UInt8]
  let zip: RawZip

  init(_ signers: PackageSigners? = nil, lines: Int = 4) throws {
    scratch = try Scratch()
    var builder = PackageBuilder.example(lines: lines, store: true)
    builder.signers = try signers ?? Keys.signers(sm2: false)
    path = try builder.write(to: scratch.file("p.zip")).path
    bytes = try contents(of: path)
    zip = RawZip(parsing: bytes)
  }

  func content(_ name: String) throws -> [UInt8] {
    try #require(zip.entries.first { $0.text == name }).data
  }

  var request: [UInt8] { get throws { try content("seal/signatures.sha256.tsq") } }

  /// A good answer attached; the authority and the package with it.
  func stamped(
    _ form: LocalAuthority.Form = .p256, receipts: [String] = []
  ) throws -> (authority: LocalAuthority, path: String) {
    let authority = try LocalAuthority(scratch, "tsa", form)
    let output = scratch.file("stamped.zip")
    _ = try PackageAttachment().attach(
      AttachmentRequest(
        response: try authority.answer(request), roots: try authority.roots(), receipts: receipts),
      to: path, as: output)
    return (authority, output)
  }

  func verify(_ path: String, _ authority: LocalAuthority?) throws -> VerificationReport {
    let roots = try authority.map { try Keys.roots() + $0.roots() }
    return PackageVerifier(trust: SignatureTrust(roots: roots)).verify(path: path)
  }
}
