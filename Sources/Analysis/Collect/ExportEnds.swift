/// The broken lines at the very ends of an export: a line cut by rotation goes on in another file.
struct ExportEnds: Sendable, Hashable {
  /// One broken line.
  struct Half: Sendable, Hashable {
    var place: RecordPlace
    /// Why it was quarantined; nil for a line that was passed over as no record of the format.
    var problem: QuarantinedRecord?
  }
  /// The last line, when it has no line feed and could not be read.
  var cutLast: Half?
  /// The first line, when it could not be read.
  var brokenFirst: Half?
}
