internal import CPangoCairo
public import Diagnostics
internal import Glibc

/// The one font file a certificate is set in.
///
/// Fontconfig is given this file and nothing else, so that neither the fonts nor the settings of a
/// machine can change a glyph.
public struct CertificateFont: Sendable, Hashable {
  /// Where Debian's `fonts-wqy-microhei` puts WenQuanYi Micro Hei. It holds a sans and a monospaced
  /// face, and makes subsets of some tens of kilobytes.
  public static let standardPath = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"

  let path: String

  /// The font in `path`, which must be readable.
  /// - Throws: `certificate-font`.
  public init(path: String = CertificateFont.standardPath) throws(DiagnosticError) {
    guard access(path, R_OK) == 0 else { throw Self.unusable(path, "cannot be read") }
    self.path = path
  }

  static func unusable(_ path: String, _ reason: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "certificate-font", "the font of the certificate \(reason)",
        at: SourceLocation(file: path),
        fix: "install fonts-wqy-microhei, name a font with Chinese glyphs by --certificate-font,"
          + " or leave the certificate out with --no-certificate"))
  }
}

/// A face of the font: what it is called, and which characters it has.
struct FontFace {
  let family: String
  /// Owned by the configuration.
  private let characters: OpaquePointer
  private let library: CPangoCairo

  init(family: String, characters: OpaquePointer, library: CPangoCairo) {
    self.family = family
    self.characters = characters
    self.library = library
  }

  /// `text` as it is drawn: what has no glyph or cannot be seen is spelled out, `[U+20BB7]`, so that
  /// nothing in a name or path is lost, hidden or shown in another order.
  func drawable(_ text: String) -> String {
    // Any face has these, and digests are nothing else.
    if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isDrawable(scalar) {
        out.append(scalar)
      } else {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
        out.append(contentsOf: "[U+\(padded)]".unicodeScalars)
      }
    }
    return String(out)
  }

  private func isDrawable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return false
    default:
      return !scalar.properties.isDefaultIgnorableCodePoint
        && library.FcCharSetHasChar(characters, scalar.value) != 0
    }
  }
}

/// The faces of a font file, as Fontconfig's current and only configuration.
struct FontFaces {
  let sans: FontFace
  /// The monospaced face; the other one where the file has none.
  let mono: FontFace

  /// Makes `font` the only one there is for Pango, in this process.
  /// - Throws: `certificate-font`.
  init(_ font: CertificateFont, _ library: CPangoCairo) throws(DiagnosticError) {
    // An empty configuration: the machine's own is never read, nor its caches written.
    guard let configuration = library.FcConfigCreate() else {
      throw CertificateFont.unusable(font.path, "cannot be set up")
    }
    defer { library.FcConfigDestroy(configuration) }
    guard library.FcConfigAppFontAddFile(configuration, font.path) != 0,
      library.FcConfigSetCurrent(configuration) != 0,
      let fonts = library.FcConfigGetFonts(configuration, FcSetApplication)
    else { throw CertificateFont.unusable(font.path, "is no font") }
    var faces: [FontFace] = []
    for index in 0..<Int(fonts.pointee.nfont) {
      var name: UnsafeMutablePointer<FcChar8>?
      var characters: OpaquePointer?
      let pattern = fonts.pointee.fonts[index]
      guard library.FcPatternGetString(pattern, FC_FAMILY, 0, &name) == FcResultMatch, let name,
        library.FcPatternGetCharSet(pattern, FC_CHARSET, 0, &characters) == FcResultMatch,
        let characters
      else { continue }
      faces.append(
        FontFace(family: String(cString: name), characters: characters, library: library))
    }
    guard let sans = faces.first(where: { !$0.family.contains("Mono") }) ?? faces.first else {
      throw CertificateFont.unusable(font.path, "is no font")
    }
    self.sans = sans
    mono = faces.first { $0.family.contains("Mono") } ?? sans
  }
}
