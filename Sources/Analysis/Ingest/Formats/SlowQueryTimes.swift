/// Turns the stamps of an entry into the moment its statement started.
///
/// What servers write, by their sources and documentation:
///
/// | server | `# Time` | `SET timestamp` |
/// |---|---|---|
/// | MySQL, Percona 5.0 to 5.6 | end, local time, whole seconds, only when it changed | end |
/// | MySQL, Percona 5.7 to 8.0.13 | end, ISO with zone (`log_timestamps`), µs | end |
/// | MySQL, Percona 8.0.14 and later | end, ISO with zone, µs | start |
/// | MariaDB, earlier 10.x | end, local time, whole seconds, only when it changed | end |
/// | MariaDB 10.11 | start (seen on a running server) | start (seen) |
///
/// MySQL: `log.cc` takes the current time in `slow_log_print` (5.1, 5.5, 5.6) and hands
/// `current_utime` to `make_iso8601_timestamp` (5.7, 8.0); WL#12393 moved `SET timestamp` to the
/// start of execution "rather than at the time of logging". MariaDB: a 10.x `slow_log_print` adds
/// the query time to `start_time`; what a 10.11 server wrote was the start.
///
/// An entry tells its dialect by itself, so that it does not matter where a file is cut into parts:
/// only MySQL 5.7 and later spell ISO stamps, in every entry, and only MySQL and Percona from 5.6
/// put `Id:` behind the host. Both state the end, so Query_time is taken off. All others are read
/// as the start, which is right for MariaDB as it is run today. Servers up to MySQL 5.5 and earlier
/// MariaDB look the same and are read late by their Query_time; nothing in their entries says so.
///
/// `time: {means: start}` or `{means: end}` in the appendix overrides all of this.
struct SlowQueryTimes {
  private let stamps: TimestampParser
  private let declared: SourceDeclaration.TimeMeaning?
  /// The last `# Time`, as written and as read; servers leave it out while it does not change.
  private var lastText: [UInt8] = []
  private var last: Result<Stamp, StampFault> = .failure(.missing)
  private var lastIsISO = false
  private var lastZoneWasAssumed = false
  /// How many starts rest on the assumed zone.
  private(set) var assumed = 0

  init(_ context: ReaderContext) {
    stamps = TimestampParser(zone: context.assumedZone)
    declared = context.source?.timeMeans
  }

  /// Remembers the `# Time` of `entry`, usable or not: it stands for those after it too.
  mutating func see(_ entry: SlowQueryEntry) {
    if let time = entry.time { read(time) }
  }

  /// The start of the entry last seen, which took `duration` nanoseconds (nil when unknown: as
  /// stated then).
  ///
  /// `SET timestamp` is an epoch and needs no zone, so it goes before `# Time`; but an ISO time is
  /// finer and its meaning is certain, so it goes before both.
  mutating func start(
    of entry: SlowQueryEntry, duration: Int64?
  ) -> Result<Stamp, StampFault> {
    let back = declared == .start ? 0 : duration ?? 0
    if entry.time != nil, lastIsISO, declared != .start, case .success(let end) = last {
      return .success(earlier(end, by: back))
    }
    if let timestamp = entry.timestamp, let stated = epoch(timestamp) {
      // With an ISO time that could not be read it is MySQL 8, where this is the start.
      let isEnd =
        declared == .end || entry.marks.hasConnectionID && !(entry.time != nil && lastIsISO)
      return .success(isEnd ? earlier(stated, by: back) : stated)
    }
    if lastZoneWasAssumed { assumed += 1 }
    let isEnd = declared == .end || lastIsISO || entry.marks.hasConnectionID
    return isEnd ? last.map { earlier($0, by: back) } : last
  }

  private func earlier(_ stamp: Stamp, by nanoseconds: Int64) -> Stamp {
    Stamp(
      stamp.instant + -nanoseconds, resolutionNanoseconds: stamp.resolutionNanoseconds)
  }

  private mutating func read(_ text: UnsafeRawBufferPointer) {
    if text.elementsEqual(lastText) { return }
    lastText.removeAll(keepingCapacity: true)
    lastText.append(contentsOf: text)
    lastIsISO = text.count >= 19 && text[4] == UInt8(ascii: "-") && text[10] == UInt8(ascii: "T")
    let reading = stamps.parse(text)
    last = reading.map(\.stamp)
    lastZoneWasAssumed = (try? reading.get().zoneWasAssumed) ?? false
  }

  private func epoch(_ text: UnsafeRawBufferPointer) -> Stamp? {
    // Ten digits, as all servers write them; the parser takes the rest.
    if text.count == 10, text.allSatisfy(isDigit) {
      let seconds = text.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
      guard StampFault.plausibleSeconds.contains(seconds) else { return nil }
      return Stamp(Instant(seconds: seconds), resolutionNanoseconds: 1_000_000_000)
    }
    return try? stamps.parse(text, unit: .seconds).get().stamp
  }
}
