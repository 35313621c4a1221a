/// Which chunks of an export a second pass must parse, by the times that the first pass saw in them.
///
/// Valid for the same cuts only; chunks are cut by size, so both passes cut alike.
struct ZoneMap: Sendable {
  private var wanted: Set<Int> = []
  /// The time of the last good record before each chunk.
  private var before: [Int: Instant] = [:]

  /// Chunks that hold a record in one of `intervals`, or a broken one, whose time only its
  /// neighbours tell.
  /// - Returns: nil when the export was not read in chunks: everything must be parsed.
  init?(_ zones: [FoldedStretch], _ intervals: [Interval]) {
    guard !zones.isEmpty else { return nil }
    var last: Instant?
    for zone in zones {
      if let last { before[zone.index] = last }
      last = zone.lastGood ?? last
      let isNear = zone.span.map { span in
        intervals.contains { $0.from <= span.last && span.first < $0.to }
      }
      if isNear ?? true || zone.hasBroken { wanted.insert(zone.index) }
    }
  }

  /// Whether the chunk with number `index` must be parsed.
  func contains(_ index: Int) -> Bool { wanted.contains(index) }

  /// The time of the last good record before the chunk.
  func lastTime(before index: Int) -> Instant? { before[index] }
}
