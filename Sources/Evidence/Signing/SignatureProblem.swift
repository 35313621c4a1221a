internal import Diagnostics

/// Something wrong with a key, a certificate or a signature, before it has a place.
struct SignatureProblem: Equatable {
  /// Stable; `Signing.docc` lists them.
  var code: String
  var message: String
  var fix: String?

  init(_ code: String, _ message: String, fix: String? = nil) {
    self.code = code
    self.message = message
    self.fix = fix
  }

  func diagnostic(at file: String) -> Diagnostic {
    Diagnostic(.error, code, message, at: SourceLocation(file: file), fix: fix)
  }
}
