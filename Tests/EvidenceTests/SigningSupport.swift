import Diagnostics
import Foundation

@testable import Evidence

/// Seconds since 1970 of a time in 2024 at which the test certificates are valid.
let signingTime: Int64 = 1_715_817_600
/// Test keys are valid from 2024-01-01 for a century, because openssl looks at today's clock.
let keysNotBefore: Int64 = 1_704_067_200
let keysDays = 36_500
/// When they have expired.
let afterKeys: Int64 = keysNotBefore + Int64(keysDays + 1) * 86_400

/// Test keys, made once: RSA takes a while.
enum Keys {
  static let files = Result { try TestKeys(notBefore: keysNotBefore, days: keysDays).files }

  /// All files in a folder of the test.
  static func write(to scratch: Scratch) throws {
    for file in try files.get() { try scratch.write(file.name, file.bytes) }
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try files.get().first { $0.name == name }?.bytes ?? []
  }

  /// `p256`, `rsa` or `sm2`.
  static func identity(_ name: String) throws -> SigningIdentity {
    let scratch = try Scratch()
    try write(to: scratch)
    return try SigningIdentity(
      key: scratch.file("test-\(name).key"), certificates: [scratch.file("test-\(name).pem")],
      at: signingTime)
  }

  static func roots() throws -> [Certificate] {
    try ["test-root.pem", "test-sm2-root.pem"].flatMap {
      CertificateFile.parse(try bytes($0)) ?? []
    }
  }

  static func trust(at time: Int64 = signingTime) throws -> SignatureTrust {
    SignatureTrust(roots: try roots(), time: time)
  }

  static func signers(_ cades: String? = "p256", sm2: Bool = true) throws -> PackageSigners {
    try PackageSigners(
      cades: try cades.map { try identity($0) }, sm2: sm2 ? try identity("sm2") : nil,
      claimedTime: signingTime)
  }
}

/// The codes of what `body` throws; empty if it does not.
func thrownCodes<Value>(_ body: () throws -> Value) -> Set<String> {
  do {
    _ = try body()
    return []
  } catch let error as DiagnosticError {
    return Set(error.diagnostics.map(\.code))
  } catch {
    return ["\(error)"]
  }
}

extension Tool {
  static var hasOpenSSL: Bool { passes("openssl", "version") }

  static func hasModules(_ names: String) -> Bool {
    passes("python3", "-c", "import \(names)")
  }
}
