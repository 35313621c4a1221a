@testable internal import Analysis

/// One call of a reader, short enough to be compared in great numbers.
struct Call: Equatable {
  /// The sink's method.
  var kind: String
  var place: RecordPlace?
  /// Hash of everything that was handed over.
  var digest: UInt64
}

/// FNV-1a over whatever a record holds.
struct CallDigest {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ number: Int64) {
    value = (value ^ UInt64(bitPattern: number)) &* 0x100_0000_01b3
    value ^= value >> 29
  }
  mutating func add(_ number: Int64?) {
    add(Int64(number == nil ? 1 : 2))
    add(Int64(number ?? 0))
  }
  mutating func add(_ number: Int?) { add(number.map { Int64($0) }) }
  mutating func add(_ bytes: some Sequence<UInt8>) {
    var count: Int64 = 0
    for byte in bytes {
      value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
      count += 1
    }
    add(count)
  }
  mutating func add(_ text: ByteText?) {
    add(Int64(text == nil ? 1 : 2))
    if let text { add(text.bytes) }
  }
  mutating func add(_ text: String?) {
    add(Int64(text == nil ? 1 : 2))
    add((text ?? "").utf8)
  }
  mutating func add(_ stamp: Stamp?) {
    add(stamp?.instant.nanoseconds as Int64?)
    add(stamp?.resolutionNanoseconds as Int64?)
  }
}

/// Writes down every call of a reader and demands what has to hold for each of them.
final class CallRecorder: RecordSink {
  private(set) var calls: [Call] = []
  let wants: RecordWants
  /// Samples that were passed over.
  private(set) var skippedCount = 0
  private let content: Content
  private let isInOrder: Bool
  private let isText: Bool
  private var last: RecordPlace?

  /// - Parameters:
  ///   - isInOrder: whether places never go backwards, as in exports of lines.
  ///   - isText: whether places have a line; in exports that are no text none has.
  init(
    _ content: Content, isInOrder: Bool, isText: Bool = true,
    wants: RecordWants = [.rawBytes, .waits, .texts, .outcomes]
  ) {
    self.content = content
    self.isInOrder = isInOrder
    self.isText = isText
    self.wants = wants
  }

  /// Places of everything that was delivered or quarantined.
  var places: [RecordPlace] { calls.filter { $0.kind != "raw" }.compactMap(\.place) }

  private func check(_ place: RecordPlace, _ kind: String) {
    demand(
      place.offset >= 0 && place.length >= 0
        && place.offset <= Int64(content.bytes.count) - place.length,
      "\(kind) at \(place) lies outside of \(content.bytes.count) bytes")
    demand(
      place.line == (isText ? content.line(at: Int(place.offset)) : 0),
      "\(kind) at \(place) is in line \(content.line(at: Int(place.offset)))")
    if isInOrder, kind != "raw" {
      demand(place.offset >= last?.offset ?? 0, "\(kind) at \(place) goes back from \(last as Any)")
      last = place
    }
  }

  private func note(_ kind: String, _ place: RecordPlace, _ fill: (inout CallDigest) -> Void) {
    check(place, kind)
    var digest = CallDigest()
    fill(&digest)
    calls.append(Call(kind: kind, place: place, digest: digest.value))
  }

  private func check(_ stamp: Stamp?) {
    guard let stamp else { return }
    demand(
      StampFault.plausibleSeconds.contains(stamp.instant.secondsFloor)
        && stamp.resolutionNanoseconds > 0, "the stamp \(stamp)")
  }

  private func check(duration: Int64?) {
    demand(duration ?? 0 >= 0, "a duration of \(duration ?? 0)")
  }

  func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {
    note("raw", place) { $0.add(bytes) }
    let from = Int(place.offset)
    demand(
      content.bytes[from..<(from + Int(place.length))].elementsEqual(bytes),
      "the bytes for \(place) are not those of the export")
  }

  func request(_ record: RequestRecord, at place: RecordPlace) {
    check(record.end)
    check(duration: record.latencyNanoseconds)
    note("request", place) {
      $0.add(record.end)
      $0.add(record.service)
      $0.add(record.path)
      $0.add(record.method)
      $0.add(record.status)
      $0.add(record.upstreamStatus)
      $0.add(record.latencyNanoseconds)
      $0.add(record.traceID)
      $0.add(record.requestID)
    }
  }

  func application(_ record: AppRecord, at place: RecordPlace) {
    check(record.time)
    check(duration: record.latencyNanoseconds)
    check(duration: record.waitNanoseconds)
    note("application", place) {
      $0.add(record.time)
      $0.add(record.service)
      $0.add(record.level?.rawValue)
      $0.add(record.message)
      $0.add(record.stackTrace)
      $0.add(record.traceID)
      $0.add(record.requestID)
      $0.add(record.waitNanoseconds)
      $0.add(record.status)
      $0.add(record.latencyNanoseconds)
    }
  }

  func audit(_ record: AuditRecord, at place: RecordPlace) {
    check(record.time)
    note("audit", place) {
      $0.add(record.time)
      $0.add(record.service)
      $0.add(record.leakPattern)
      $0.add(record.traceID)
      $0.add(record.requestID)
    }
  }

  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    check(duration: record.durationNanoseconds)
    note("slow query", place) {
      $0.add(record.start)
      $0.add(record.durationNanoseconds)
      $0.add(record.traceID)
      $0.add(record.statement)
      $0.add(record.isAdministrative ? 1 : 0)
    }
  }

  func wantsMetric(named name: String) -> Bool { name.utf8.count % 5 != 0 }

  func sample(_ record: SampleRecord, at place: RecordPlace) {
    check(record.time)
    note("sample", place) {
      $0.add(record.series.description)
      $0.add(record.time)
      $0.add(Int64(bitPattern: record.value.bitPattern))
      $0.add(record.isStale ? 1 : 0)
    }
  }

  func skippedSamples(count: Int, span: TimeSpan?) {
    demand(count >= 0, "\(count) samples were passed over")
    skippedCount += count
    var digest = CallDigest()
    digest.add(count)
    digest.add(span.map { "\($0)" })
    calls.append(Call(kind: "skipped", digest: digest.value))
  }

  func span(_ record: SpanRecord, at place: RecordPlace) {
    demand(record.end >= record.start.instant, "a span that ends before it begins")
    note("span", place) {
      $0.add("\(record.traceID)")
      $0.add(Int64(bitPattern: record.spanID))
      $0.add(record.parentID.map { Int64(bitPattern: $0) })
      $0.add(record.service)
      $0.add(record.name)
      $0.add(record.start)
      $0.add(record.end.nanoseconds)
      $0.add(record.databaseSystem)
      $0.add(record.status)
      $0.add(record.path)
      $0.add(Int(record.kind.rawValue))
      $0.add(record.peer)
      $0.add(record.isWait ? 1 : 0)
      $0.add(record.databaseName)
      $0.add(record.isFollowing ? 1 : 0)
      $0.add(record.isEndKnown ? 1 : 0)
    }
  }

  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
    check(record.time)
    note("deployment", place) { $0.add("\(record)") }
  }
  func commit(_ record: CommitRecord, at place: RecordPlace) {
    check(record.time)
    note("commit", place) { $0.add("\(record)") }
  }
  func document(_ record: DocumentRecord, at place: RecordPlace) {
    check(record.time)
    note("document", place) { $0.add("\(record)") }
  }
  func other(at place: RecordPlace, time: Stamp?) {
    note("other", place) { $0.add(time) }
  }
  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    demand(record.column ?? 1 >= 1, "\(record.code) in column \(record.column ?? 0)")
    note("quarantine \(record.code)", place) {
      $0.add(record.message)
      $0.add(record.column)
      $0.add(record.time?.nanoseconds)
    }
  }
  func note(_ diagnostic: FileNote) {
    if let place = diagnostic.place { check(place, "raw") }
    var digest = CallDigest()
    digest.add("\(diagnostic)")
    calls.append(Call(kind: "note \(diagnostic.code)", digest: digest.value))
  }
}
