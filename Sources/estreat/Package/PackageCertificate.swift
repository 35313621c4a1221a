internal import Analysis
internal import Diagnostics
internal import Evidence
internal import Reports

/// `certificate.pdf`: what Reports draws, bound to the roots that Evidence knows.
extension CertificateContent {
  init(
    identifier: String, copy: Copy, packageFile: String, signers: PackageSigners?,
    settings: RunSettings, zone: CivilZone, tool: ReportTool, inputs: [Input]
  ) {
    let identities: [(form: Signature.Form, identity: SigningIdentity?)] = [
      (.cades, signers?.cades), (.sm2, signers?.sm2),
    ]
    self.init(
      identifier: identifier, copy: copy, packageFile: packageFile,
      signatures: identities.compactMap { form, identity in
        identity.map {
          Signature(
            form: form, algorithm: $0.algorithm.rawValue, subject: $0.certificate.subject)
        }
      },
      isTest: signers?.isTest == true, time: settings.time, zone: zone, tool: tool,
      caseID: settings.caseID, operatorName: settings.operatorName, inputs: inputs)
  }

  /// Draws the certificate once the roots are known. Where nothing was analyzed, the files it lists
  /// are those of the package.
  func drawn(in font: CertificateFont) -> PackageRoots.Certificate {
    { (roots) throws(DiagnosticError) in
      var content = self
      if analysis == nil {
        content.inputs = roots.payload.map {
          Input(path: $0.path, bytes: Int64($0.sizeBytes), sha256: $0.sha256)
        }
      }
      return try EvidenceCertificate.render(
        content,
        roots: CertificateRoots(
          manifestSHA256: roots.manifestSHA256, merkleRoot: roots.merkleRoot), font: font)
    }
  }
}
