internal import Analysis
public import Diagnostics

/// The digests a certificate carries. They are known only when the payload's manifest is made, and
/// none of them covers the certificate itself (RULES "Packages").
public struct CertificateRoots: Sendable, Hashable {
  /// SHA-256 of `manifest-sha256.txt`, 64 lowercase hex digits.
  public var manifestSHA256: String
  /// Root of the tree over the lines of the slices, 64 lowercase hex digits; nil without one.
  public var merkleRoot: String?

  /// The digests of one package.
  public init(manifestSHA256: String, merkleRoot: String? = nil) {
    self.manifestSHA256 = manifestSHA256
    self.merkleRoot = merkleRoot
  }
}

/// `certificate.pdf`: what a package holds, on paper (EVIDENCE "Certificate (PDF) and report").
public enum EvidenceCertificate {
  /// Draws the certificate: A4, Chinese and English, pages numbered, a QR code on the first.
  ///
  /// Equal content, roots, font and libraries give equal bytes, whatever the locale, the time zone
  /// and the fonts that are installed otherwise.
  /// - Throws: `certificate-font`, `certificate-library` or `certificate-drawing`.
  public static func render(
    _ content: CertificateContent, roots: CertificateRoots, font: CertificateFont
  ) throws(DiagnosticError) -> [UInt8] {
    let document = CertificateDocument(content: content, roots: roots)
    return try PDFDrawing.draw(
      PDFDrawing.Properties(
        title: "存证证书 Certificate of evidence \(content.identifier)",
        creator: "\(content.tool.name) \(content.tool.version)", created: content.time.rfc3339),
      font: font
    ) { canvas throws(DiagnosticError) in
      let code = try QRCode(document.machineText)
      // The first pass only counts the pages, so that each can say how many there are.
      func run(_ pageCount: Int?) -> Int {
        let flow = PageFlow(
          canvas: canvas, frame: document.frame, code: code, pageCount: pageCount)
        var rows = MaskedRows(sink: flow, mask: content.mask)
        document.emit(to: &rows)
        return rows.sink.finish()
      }
      _ = run(run(nil))
    }
  }

  /// Whether the libraries that draw are there; `render` loads them anyhow.
  /// - Throws: `certificate-library`.
  public static func checkLibraries() throws(DiagnosticError) {
    _ = try PDFDrawing.load()
    _ = try QRCode.load()
  }

  /// Every text of the pages but the numbers, as drawn, a piece a line: for gates that look for
  /// values which must not leave.
  public static func texts(_ content: CertificateContent, roots: CertificateRoots) -> [String] {
    let document = CertificateDocument(content: content, roots: roots)
    var rows = MaskedRows(sink: RowTexts(), mask: content.mask)
    document.emit(to: &rows)
    let frame = document.frame
    return [frame.header, frame.footer] + rows.sink.lines + [document.machineText]
  }

  /// What the QR code says, line by line; see `CertificateDocument.machineText`.
  public static func machineText(
    _ content: CertificateContent, roots: CertificateRoots
  ) -> String {
    CertificateDocument(content: content, roots: roots).machineText
  }
}
