/// Looks at the spans of a store trace by trace.
struct SpanCensusTaker {
  private var census: SpanCensus
  private let store: SpanStore
  /// Names of all parts, and what the numbers of each part are among them.
  private var names: [String] = []
  private var renumbered: [[Int32]] = []
  private let clockSteps: [Int: Int64]
  /// The trace in which a service was seen last, so that each counts once.
  private var lastTrace: [Int32] = []
  private var traceNumber: Int32 = 0
  private var graph = NumberedGraph()
  /// Whether a peer is another service, by service and peer.
  private var others: [NumberedGraph.Pair: Bool] = [:]

  /// A span's place in the store with its trace's key, by which they are brought together.
  private struct Reference {
    var key: UInt64
    var part: UInt32
    var index: UInt32
  }

  /// Takes the census of `store`.
  /// - Parameters:
  ///   - cuts: times at which traffic moved, in order.
  ///   - clockSteps: steps of inputs whose stamps are coarser than spelled.
  static func take(
    _ store: SpanStore, cuts: [Instant], clockSteps: [Int: Int64]
  ) -> SpanCensus {
    var taker = SpanCensusTaker(store, cuts, clockSteps)
    taker.run()
    return taker.census
  }

  private init(_ store: SpanStore, _ cuts: [Instant], _ clockSteps: [Int: Int64]) {
    self.store = store
    self.clockSteps = clockSteps
    census = SpanCensus()
    census.cuts = cuts
    census.lacksNames = store.lacksNames
    var numbers: [String: Int32] = [:]
    for part in store.parts {
      var own: [Int32] = []
      for name in part.names {
        let number = numbers[name] ?? Int32(clamping: names.count)
        if numbers.updateValue(number, forKey: name) == nil { names.append(name) }
        own.append(number)
      }
      renumbered.append(own)
    }
    lastTrace = [Int32](repeating: 0, count: names.count)
  }

  private mutating func run() {
    var references: [Reference] = []
    references.reserveCapacity(store.count)
    for (number, part) in store.parts.enumerated() {
      for index in 0..<part.count {
        references.append(
          Reference(key: part[index].key, part: UInt32(number), index: UInt32(index)))
      }
    }
    references.sort { ($0.key, $0.part, $0.index) < ($1.key, $1.part, $1.index) }
    var spans: [SpanEntry] = []
    var at = 0
    while at < references.count {
      let key = references[at].key
      spans.removeAll(keepingCapacity: true)
      while at < references.count, references[at].key == key {
        spans.append(entry(references[at]))
        at += 1
      }
      spans.sort(by: Self.isBefore)
      look(at: spans)
    }
    graph.name(names, &census)
  }

  private func entry(_ reference: Reference) -> SpanEntry {
    var entry = store.parts[Int(reference.part)][Int(reference.index)]
    let numbers = renumbered[Int(reference.part)]
    func number(_ old: Int32) -> Int32 { old < 0 ? -1 : numbers[Int(old)] }
    entry.service = number(entry.service)
    entry.peer = number(entry.peer)
    entry.database = number(entry.database)
    return entry
  }

  /// By trace, id and side; copies by where they lie, so that the first one stays.
  private static func isBefore(_ a: SpanEntry, _ b: SpanEntry) -> Bool {
    if a.trace != b.trace { return a.trace < b.trace }
    return (a.id, a.kind.rawValue, a.input, a.offset) < (b.id, b.kind.rawValue, b.input, b.offset)
  }

  /// Spans of one key: nearly always of one trace.
  private mutating func look(at spans: [SpanEntry]) {
    var from = 0
    while from < spans.count {
      var to = from + 1
      while to < spans.count, spans[to].trace == spans[from].trace { to += 1 }
      traceNumber &+= 1
      trace(distinct(spans[from..<to]))
      from = to
    }
  }

  /// One span for each side of an id.
  private mutating func distinct(_ spans: ArraySlice<SpanEntry>) -> [SpanEntry] {
    var kept: [SpanEntry] = []
    for span in spans {
      guard let last = kept.last, last.id == span.id, last.kind == span.kind else {
        kept.append(span)
        continue
      }
      let isCopy =
        last.start == span.start && last.end == span.end && last.service == span.service
        && last.parent == span.parent
      census.count(isCopy ? .duplicate : .reusedID, Int(span.input), span.place)
    }
    return kept
  }

  private mutating func trace(_ spans: [SpanEntry]) {
    var isAnswered = [Bool](repeating: false, count: spans.count)
    var parents = [Int](repeating: -1, count: spans.count)
    for (index, span) in spans.enumerated() {
      note(span)
      guard let parent = TraceFamily.parent(of: index, in: spans) else {
        if span.parent != 0 { orphan(span) }
        continue
      }
      parents[index] = parent
      isAnswered[parent] = relate(spans[parent], span) || isAnswered[parent]
    }
    for (index, span) in spans.enumerated() {
      let hasCaller = parents[index] >= 0
      call(span, isAnswered: isAnswered[index], hasCaller: hasCaller)
    }
  }

  /// Counts the services of a trace.
  private mutating func note(_ span: SpanEntry) {
    let service = Int(span.service)
    guard service >= 0, lastTrace[service] != traceNumber else { return }
    lastTrace[service] = traceNumber
    graph.node(span.service, census.stretch(span.start)) { $0.traces += 1 }
  }

  private mutating func orphan(_ span: SpanEntry) {
    census.count(.orphan, Int(span.input), span.place)
    guard span.service >= 0 else { return }
    graph.node(span.service, census.stretch(span.start)) { $0.orphans += 1 }
  }

  // MARK: parents and children

  /// What a child shows of its parent.
  /// - Returns: whether it is the other side of the parent's call.
  private mutating func relate(_ parent: SpanEntry, _ child: SpanEntry) -> Bool {
    let childStep = step(child)
    let isEarly = child.start <= parent.start - childStep
    if isEarly { census.count(.early, Int(child.input), child.place) }
    let isCall = parent.kind == .client || parent.kind == .producer
    guard parent.service >= 0, child.service >= 0, parent.service != child.service else {
      return isCall && (child.kind == .server || child.kind == .consumer)
    }
    graph.call(
      NumberedGraph.Edge(
        from: parent.service, to: child.service, stretch: census.stretch(child.start)),
      isAttributed: false, witness(child))
    let waits = !child.isFollowing && child.kind != .consumer && parent.kind != .producer
    if waits, parent.isEndKnown, child.isEndKnown {
      let isLate = child.end >= parent.end + step(parent)
      if isLate { census.count(.late, Int(child.input), child.place) }
      compareClocks(parent, child, isEarly: isEarly)
    }
    return true
  }

  private mutating func compareClocks(_ call: SpanEntry, _ answer: SpanEntry, isEarly: Bool) {
    // An answer longer than its call tells of a caller that gave up, not of clocks.
    guard answer.end - answer.start <= call.end - call.start else { return }
    let end = answer.end - call.end
    // A millisecond: the last bytes of an answer may be on their way when its span ends.
    let isShifted = isEarly || end >= max(1_000_000, step(call))
    graph.compare(
      NumberedGraph.Pair(from: call.service, to: answer.service), answer.start - call.start, end,
      isShifted: isShifted, witness(answer))
  }

  private func step(_ span: SpanEntry) -> Int64 {
    max(Int64(span.step), clockSteps[Int(span.input)] ?? 0)
  }

  private func witness(_ span: SpanEntry) -> Witness {
    Witness(
      time: Stamp(
        Instant(nanoseconds: span.start), resolutionNanoseconds: Int64(span.step)),
      provenance: Provenance(input: Int(span.input), place: span.place))
  }

  // MARK: calls known from one side

  /// The edge that a span's own attributes tell of, where the other side has no span.
  private mutating func call(_ span: SpanEntry, isAnswered: Bool, hasCaller: Bool) {
    guard span.service >= 0 else { return }
    let stretch = census.stretch(span.start)
    if span.kind == .server || span.kind == .consumer {
      guard !hasCaller, isOther(span.peer, span.service) else { return }
      graph.call(
        NumberedGraph.Edge(from: span.peer, to: span.service, stretch: stretch),
        isAttributed: true, witness(span))
      return
    }
    guard !isAnswered else { return }
    if span.database >= 0 || isOther(span.peer, span.service) {
      graph.call(
        NumberedGraph.Edge(
          from: span.service, to: span.peer, database: span.database, stretch: stretch),
        isAttributed: true, witness(span))
      return
    }
    guard span.kind == .client || span.kind == .producer else { return }
    graph.node(span.service, stretch) { $0.unnamedCalls += 1 }
  }

  /// Whether a peer is named, and is not the service itself.
  private mutating func isOther(_ peer: Int32, _ service: Int32) -> Bool {
    guard peer >= 0, peer != service else { return false }
    let pair = NumberedGraph.Pair(from: service, to: peer)
    if let known = others[pair] { return known }
    let name = names[Int(peer)]
    let isOther =
      !SeenNode.isAddress(name)
      && !SeenNode(name).names.contains(SeenNode.folded(names[Int(service)]))
    if others.count < 1 << 16 { others[pair] = isOther }
    return isOther
  }
}

/// Finds parents among the spans of one trace, which are in the order of their ids.
enum TraceFamily {
  /// Copies were left out, so more halves of one id than kinds there are cannot be.
  private static let halves = 6

  /// The parent's index; nil for a root and for an orphan.
  static func parent(of index: Int, in spans: [SpanEntry]) -> Int? {
    let span = spans[index]
    if span.kind == .server || span.kind == .consumer {
      // Both halves of a call may use one id (Zipkin's shared spans).
      let calling = candidates(span.id, in: spans).first {
        spans[$0].kind == .client || spans[$0].kind == .producer
      }
      if let calling { return calling }
    }
    guard span.parent != 0, span.parent != span.id else { return nil }
    let found = candidates(span.parent, in: spans)
    // A child belongs to the half of its own service, else to the answering half.
    return found.first { spans[$0].service == span.service && span.service >= 0 }
      ?? found.first { spans[$0].kind == .server || spans[$0].kind == .consumer } ?? found.first
  }

  private static func candidates(_ id: UInt64, in spans: [SpanEntry]) -> Range<Int> {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].id < id { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < spans.count, end - low < halves, spans[end].id == id { end += 1 }
    return low..<end
  }
}
