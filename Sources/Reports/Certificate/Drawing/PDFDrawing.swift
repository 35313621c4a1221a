internal import CPangoCairo
internal import Diagnostics
internal import Synchronization

/// A PDF document in memory, drawn through Cairo and Pango.
enum PDFDrawing {
  /// What the document says about itself.
  struct Properties {
    var title: String
    var creator: String
    /// RFC 3339; stands for both dates, so that bytes do not depend on when they were drawn.
    var created: String
  }

  /// Fontconfig has one current configuration a process: one certificate at a time.
  private static let turn = Mutex(())

  /// Draws a document of A4 pages.
  /// - Throws: `certificate-library`, `certificate-font`, `certificate-drawing`, what `body` throws.
  static func draw(
    _ properties: Properties, font: CertificateFont,
    _ body: (PDFCanvas) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) -> [UInt8] {
    let library = try load()
    let output = PDFOutput()
    let result = turn.withLock { _ -> Result<Void, DiagnosticError> in
      do throws(DiagnosticError) {
        let faces = try FontFaces(font, library)
        let canvas = try PDFCanvas(properties, library, faces, output)
        try body(canvas)
        try canvas.finish()
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    return output.bytes
  }

  /// Cairo, Pango and Fontconfig.
  /// - Throws: `certificate-library`.
  static func load() throws(DiagnosticError) -> CPangoCairo {
    var library = CPangoCairo()
    if let missing = cpangocairo_load(&library) {
      throw self.missing(String(cString: missing), package: "libpangocairo-1.0-0")
    }
    return library
  }

  static func missing(_ name: String, package: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "certificate-library", "\(name), which draws the certificate, cannot be loaded",
        fix: "install \(package), or leave the certificate out with --no-certificate"))
  }

  static func failed(_ reason: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "certificate-drawing", "the certificate cannot be drawn: \(reason)",
        fix: "leave the certificate out with --no-certificate"))
  }
}

/// Where Cairo's bytes go. A class, because Cairo holds a pointer to it.
final class PDFOutput {
  fileprivate(set) var bytes: [UInt8] = []

  /// Takes what Cairo writes.
  static let write:
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32
    ) -> cairo_status_t = { closure, data, count in
      guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
      let output = Unmanaged<PDFOutput>.fromOpaque(closure).takeUnretainedValue()
      output.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
      return CAIRO_STATUS_SUCCESS
    }
}
