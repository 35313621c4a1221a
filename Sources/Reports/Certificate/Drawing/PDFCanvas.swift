internal import CPangoCairo
internal import Diagnostics

/// Pages to draw on. Lengths are in points, from the upper left corner of the page.
///
/// A class because it owns Cairo's and Pango's objects.
final class PDFCanvas {
  /// A4, ISO 216: 210 mm × 297 mm.
  static let width = 210 / 25.4 * 72
  static let height = 297 / 25.4 * 72

  private static let unitsPerPoint = Double(CPANGO_UNITS)

  private let library: CPangoCairo
  private let faces: FontFaces
  private let output: PDFOutput
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let fontMap: OpaquePointer
  private let textContext: OpaquePointer
  private var layouts: [TextStyle: OpaquePointer] = [:]
  /// Glyphs that no face had, whatever `FontFace.drawable` promised.
  private var missingGlyphs = 0

  /// - Parameter output: takes the bytes; it must outlive the canvas, which holds it.
  /// - Throws: `certificate-drawing`.
  init(
    _ properties: PDFDrawing.Properties, _ library: CPangoCairo, _ faces: FontFaces,
    _ output: PDFOutput
  ) throws(DiagnosticError) {
    guard
      let surface = library.cairo_pdf_surface_create_for_stream(
        PDFOutput.write, Unmanaged.passUnretained(output).toOpaque(), Self.width, Self.height),
      let context = library.cairo_create(surface),
      let fontMap = library.pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT),
      let textContext = library.pango_font_map_create_context(fontMap)
    else { throw PDFDrawing.failed("Cairo and Pango give no surface") }
    self.library = library
    self.faces = faces
    self.output = output
    self.surface = surface
    self.context = context
    self.fontMap = fontMap
    self.textContext = textContext
    library.cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
    for (key, value) in [
      (CAIRO_PDF_METADATA_TITLE, properties.title),
      (CAIRO_PDF_METADATA_CREATOR, properties.creator),
      (CAIRO_PDF_METADATA_CREATE_DATE, properties.created),
      (CAIRO_PDF_METADATA_MOD_DATE, properties.created),
    ] {
      library.cairo_pdf_surface_set_metadata(surface, key, value)
    }
    setUpText()
  }

  deinit {
    for layout in layouts.values { library.g_object_unref(UnsafeMutableRawPointer(layout)) }
    library.g_object_unref(UnsafeMutableRawPointer(textContext))
    library.g_object_unref(UnsafeMutableRawPointer(fontMap))
    library.cairo_destroy(context)
    library.cairo_surface_destroy(surface)
  }

  /// Nothing of a screen: no hints, whole fractions of points, and a language that does not come
  /// from the locale.
  private func setUpText() {
    let options = library.cairo_font_options_create()
    library.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    library.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    library.pango_cairo_context_set_font_options(textContext, options)
    library.cairo_font_options_destroy(options)
    library.pango_context_set_round_glyph_positions(textContext, 0)
    library.pango_context_set_base_dir(textContext, UInt32(CPANGO_DIRECTION_LTR))
    library.pango_context_set_language(
      textContext, library.pango_language_from_string("zh-cn"))
  }

  /// The height of `text` broken at `width`.
  func height(_ text: String, _ style: TextStyle, width: Double) -> Double {
    let layout = layout(text, style, width: width, alignsRight: false)
    return size(layout).height
  }

  /// The width of `text` in one line.
  func width(_ text: String, _ style: TextStyle) -> Double {
    let layout = layout(text, style, width: nil, alignsRight: false)
    return size(layout).width
  }

  /// Draws `text`, broken at `width`, its first line's top at `y`.
  func draw(
    _ text: String, _ style: TextStyle, x: Double, y: Double, width: Double,
    alignsRight: Bool = false
  ) {
    let layout = layout(text, style, width: width, alignsRight: alignsRight)
    missingGlyphs += Int(library.pango_layout_get_unknown_glyphs_count(layout))
    setInk(style.ink)
    library.cairo_move_to(context, x, y)
    library.pango_cairo_show_layout(context, layout)
  }

  /// Draws `text` rising across the middle of the page.
  func stamp(_ text: String) {
    let width = width(text, .stamp)
    let height = height(text, .stamp, width: width + 1)
    library.cairo_save(context)
    library.cairo_translate(context, Self.width / 2, Self.height / 2)
    library.cairo_rotate(context, -0.95)
    draw(text, .stamp, x: -width / 2, y: -height / 2, width: width + 1)
    library.cairo_restore(context)
  }

  /// A level line.
  func rule(x: Double, y: Double, width: Double, thickness: Double, ink: (Double, Double, Double)) {
    setInk(ink)
    library.cairo_set_line_width(context, thickness)
    library.cairo_move_to(context, x, y)
    library.cairo_line_to(context, x + width, y)
    library.cairo_stroke(context)
  }

  /// Draws a code with sides of `side`; the quiet zone is the caller's.
  func draw(_ code: QRCode, x: Double, y: Double, side: Double) {
    let module = side / Double(code.size)
    setInk((0, 0, 0))
    for run in code.runs {
      library.cairo_rectangle(
        context, x + Double(run.column) * module, y + Double(run.row) * module,
        Double(run.length) * module, module)
    }
    library.cairo_fill(context)
  }

  /// Ends the page.
  func endPage() { library.cairo_show_page(context) }

  /// Ends the document.
  /// - Throws: `certificate-drawing`.
  func finish() throws(DiagnosticError) {
    library.cairo_surface_finish(surface)
    for status in [library.cairo_status(context), library.cairo_surface_status(surface)]
    where status != CAIRO_STATUS_SUCCESS {
      let reason = library.cairo_status_to_string(status).map { String(cString: $0) }
      throw PDFDrawing.failed(reason ?? "status \(status.rawValue)")
    }
    guard missingGlyphs == 0 else {
      throw PDFDrawing.failed("\(missingGlyphs) characters have no glyph")
    }
  }

  private func layout(
    _ text: String, _ style: TextStyle, width: Double?, alignsRight: Bool
  ) -> OpaquePointer {
    let layout = layouts[style] ?? makeLayout(style)
    let face = style.isMono ? faces.mono : faces.sans
    library.pango_layout_set_width(
      layout, width.map { Int32(($0 * Self.unitsPerPoint).rounded(.down)) } ?? -1)
    library.pango_layout_set_alignment(
      layout, UInt32(alignsRight ? CPANGO_ALIGN_RIGHT : CPANGO_ALIGN_LEFT))
    library.pango_layout_set_text(layout, face.drawable(text), -1)
    return layout
  }

  private func makeLayout(_ style: TextStyle) -> OpaquePointer {
    // Only a failed allocation gives none, and GLib ends the process then.
    let layout = library.pango_layout_new(textContext)!
    let description = library.pango_font_description_new()
    library.pango_font_description_set_family(
      description, (style.isMono ? faces.mono : faces.sans).family)
    library.pango_font_description_set_absolute_size(description, style.size * Self.unitsPerPoint)
    library.pango_layout_set_font_description(layout, description)
    library.pango_font_description_free(description)
    library.pango_layout_set_wrap(layout, UInt32(CPANGO_WRAP_WORD_CHAR))
    library.pango_layout_set_auto_dir(layout, 0)
    library.pango_layout_set_spacing(layout, Int32(style.leading * Self.unitsPerPoint))
    layouts[style] = layout
    return layout
  }

  /// Width and height in points.
  private func size(_ layout: OpaquePointer) -> (width: Double, height: Double) {
    var (width, height): (Int32, Int32) = (0, 0)
    library.pango_layout_get_size(layout, &width, &height)
    return (Double(width) / Self.unitsPerPoint, Double(height) / Self.unitsPerPoint)
  }

  private func setInk(_ ink: (Double, Double, Double)) {
    library.cairo_set_source_rgb(context, ink.0, ink.1, ink.2)
  }
}
