internal import Diagnostics
internal import Digest

/// Finds records that several exports of one source hold (RULES "Duplicates").
///
/// Within one export nothing is a duplicate. Between exports that overlap in time, a record's
/// multiplicity is the largest of any export, not the sum: the k-th copy in a later export is
/// passed over while earlier ones held at least k. Only the overlap is compared.
final class DuplicateFinder: QuietSink {
  private struct Fingerprint: Hashable {
    var high: UInt64
    var low: UInt64
  }
  private struct Copies {
    /// Most copies in any earlier export.
    var before: Int32 = 0
    /// Copies in the export being read.
    var here: Int32 = 0
    var input: Int32
  }
  private var seen: [Fingerprint: Copies] = [:]
  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private var overlaps: [Interval] = []
  private var input = 0
  /// Offsets of records to pass over, by input.
  private(set) var skipped: [Int: SkippedOffsets] = [:]
  /// Records are compared in as many passes as memory asks for, each with its share of the
  /// fingerprints.
  private let passes: UInt64
  private var pass: UInt64 = 0

  init(passes: Int) { self.passes = UInt64(max(1, passes)) }

  /// Begins a pass over all exports.
  func begin(pass: Int) {
    self.pass = UInt64(pass)
    seen.removeAll(keepingCapacity: true)
  }

  override var wants: RecordWants { [.rawBytes, .requestIDs] }
  override func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {
    self.bytes = bytes
  }

  /// Prepares for the records of one export, comparing those inside `overlaps`.
  func begin(input: Int, overlaps: [Interval]) {
    self.input = input
    self.overlaps = overlaps
  }

  override func request(_ record: RequestRecord, at place: RecordPlace) {
    compare(record.end.instant, place)
  }
  override func application(_ record: AppRecord, at place: RecordPlace) {
    compare(record.time.instant, place)
  }
  override func audit(_ record: AuditRecord, at place: RecordPlace) {
    compare(record.time.instant, place)
  }
  override func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    compare(record.start.instant, place)
  }

  private func compare(_ time: Instant, _ place: RecordPlace) {
    guard overlaps.contains(where: { $0.contains(time) }) else { return }
    let hasher = SHA256()
    hasher.update(bytes)
    let digest = hasher.finish()
    func word(_ start: Int) -> UInt64 {
      digest[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    let key = Fingerprint(high: word(0), low: word(8))
    guard key.low % passes == pass else { return }
    var copies = seen[key] ?? Copies(input: Int32(input))
    if copies.input != Int32(input) {
      copies = Copies(before: max(copies.before, copies.here), input: Int32(input))
    }
    copies.here += 1
    if copies.here <= copies.before {
      skipped[input, default: SkippedOffsets()].insert(place.offset)
    }
    seen[key] = copies
  }

  /// Which inputs must be compared, with the stretches they share with another export of their
  /// source; inputs of one source have one declaration, or one format where none is declared.
  static func overlaps(_ parts: [InputSurvey]) -> [[Int: [Interval]]] {
    let roles: Set<SourceRole> = [.gatewayAccess, .appLog, .securityAudit, .slowLog]
    var sources: [String: [Int]] = [:]
    for (index, part) in parts.enumerated() {
      guard let role = part.summary.role, roles.contains(role), part.summary.identicalTo == nil,
        part.summary.span != nil
      else { continue }
      let source = part.source.map { "\($0)" } ?? part.summary.format ?? ""
      sources["\(role.rawValue)/\(source)", default: []].append(index)
    }
    return sources.sorted { $0.key < $1.key }.compactMap { _, members in
      var shared: [Int: [Interval]] = [:]
      for a in members {
        for b in members where a != b {
          guard let x = parts[a].summary.span, let y = parts[b].summary.span else { continue }
          let common = Interval(from: max(x.first, y.first), to: min(x.last, y.last) + 1)
          if !common.isEmpty { shared[a, default: []].append(common) }
        }
      }
      return shared.isEmpty ? nil : shared
    }
  }
}

/// Passes every call on, except for records at the given offsets.
final class SkippingSink: RecordSink {
  private let base: any RecordSink
  private let skipped: SkippedOffsets

  init(_ base: any RecordSink, skipping skipped: SkippedOffsets) {
    self.base = base
    self.skipped = skipped
  }

  private func keeps(_ place: RecordPlace) -> Bool { !skipped.contains(place.offset) }

  var wants: RecordWants { base.wants }
  func begin(_ chunk: LineChunk) { base.begin(chunk) }
  func end(_ chunk: LineChunk) { base.end(chunk) }
  func passedOver(lastTime: Instant?) { base.passedOver(lastTime: lastTime) }
  func zones(_ zones: Set<StatedZone>) { base.zones(zones) }
  func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {
    base.rawBytes(bytes, at: place)
  }
  func request(_ record: RequestRecord, at place: RecordPlace) {
    if keeps(place) { base.request(record, at: place) }
  }
  func application(_ record: AppRecord, at place: RecordPlace) {
    if keeps(place) { base.application(record, at: place) }
  }
  func audit(_ record: AuditRecord, at place: RecordPlace) {
    if keeps(place) { base.audit(record, at: place) }
  }
  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    if keeps(place) { base.slowQuery(record, at: place) }
  }
  func wantsMetric(named name: String) -> Bool { base.wantsMetric(named: name) }
  func sample(_ record: SampleRecord, at place: RecordPlace) { base.sample(record, at: place) }
  func samples(_ batch: SampleBatch, at place: RecordPlace) { base.samples(batch, at: place) }
  func metricType(_ type: String, of name: String) { base.metricType(type, of: name) }
  func entries(count: Int) { base.entries(count: count) }
  func skippedSamples(count: Int, span: TimeSpan?) {
    base.skippedSamples(count: count, span: span)
  }
  func span(_ record: SpanRecord, at place: RecordPlace) { base.span(record, at: place) }
  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
    base.deployment(record, at: place)
  }
  func commit(_ record: CommitRecord, at place: RecordPlace) { base.commit(record, at: place) }
  func document(_ record: DocumentRecord, at place: RecordPlace) {
    base.document(record, at: place)
  }
  func other(at place: RecordPlace, time: Stamp?) { base.other(at: place, time: time) }
  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    base.quarantine(record, at: place)
  }
  func note(_ diagnostic: FileNote) { base.note(diagnostic) }
}

/// Offsets of records to pass over, eight bytes each.
struct SkippedOffsets: Sendable {
  private var offsets: [Int64] = []
  private var isSorted = true

  /// Offsets in any order.
  init(_ offsets: [Int64] = []) { self.offsets = offsets.sorted() }

  /// Adds an offset.
  mutating func insert(_ offset: Int64) {
    isSorted = isSorted && offsets.last ?? -1 < offset
    offsets.append(offset)
  }

  /// Brings the offsets into order; before they are asked for.
  mutating func seal() {
    if !isSorted { offsets.sort() }
    isSorted = true
  }

  /// All of them, in order once sealed.
  var all: [Int64] { offsets }
  var count: Int { offsets.count }
  var isEmpty: Bool { offsets.isEmpty }

  /// Whether the record at `offset` is passed over.
  func contains(_ offset: Int64) -> Bool {
    var low = 0
    var high = offsets.count
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low < offsets.count && offsets[low] == offset
  }
}
