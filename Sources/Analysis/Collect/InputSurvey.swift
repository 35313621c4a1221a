internal import Diagnostics

/// What the first pass found in one input.
struct InputSurvey: Sendable {
  var summary: InputSummary
  var survey: Survey
  var diagnostics: [Diagnostic]
  /// False when the input could not be read to its end.
  var isComplete: Bool
  /// The appendix' declaration that matched, as an index into `sources`.
  var source: Int?
  /// What each chunk of it holds; empty when it was read as one stream.
  var zones: [FoldedStretch] = []
  /// How its stamps state their zone.
  var statedZones: Set<StatedZone> = []
  /// Whether the export was cut when it was made.
  var isTruncated = false
  /// Whether its records run from late to early, as log stores print them.
  var isDescending = false
  /// The broken halves of lines at the export's ends, if any: a neighbour may hold the other half.
  var ends = ExportEnds()
  /// Offsets of records that an earlier export of the source already held.
  var skipped = SkippedOffsets()
  /// Of a slice that holds some records only: counts that its lines do not bear out.
  var mismatches: [SliceCounts.Mismatch] = []
}
