/// The samples of one series, packed: a nightly run keeps tens of millions of them.
///
/// Samples are held in blocks. A block begins with a whole sample; of each further one only that is
/// kept in which it differs from what its predecessors let expect: the same distance in time and in
/// the export, a value a little higher. A scrape takes four to eight bytes so, place included.
/// Whoever looks for one sample unpacks one block.
///
/// Looking up by time (`index(through:)`, `last(through:)`, cursors) asks for samples in order of time,
/// which `isOrdered` tells.
public struct SampleSeries: Sendable, Sequence {
  private var blocks: [PackedSamples] = []
  /// Index of the first sample of each block.
  private var starts: [Int] = []
  private var encoder = SampleDeltas()
  /// How many there are.
  public private(set) var count = 0
  /// The distance of all neighbours, as long as it is the same.
  private var evenSpacing: Int64? = 0
  /// Median distance of neighbours, once `settle` has worked it out.
  private var spacing: Int64?
  /// Whether each sample is later than the one before.
  public private(set) var isOrdered = true

  /// No samples.
  public init() {}

  /// Packs samples as they come.
  public init(_ samples: some Sequence<MetricStore.Sample>) {
    for sample in samples { append(sample) }
    settle()
  }

  /// Whether there are none.
  public var isEmpty: Bool { count == 0 }
  /// The one that came first.
  public var first: MetricStore.Sample? { blocks.first?.first }
  /// The one that came last.
  public var last: MetricStore.Sample? { isEmpty ? nil : encoder.last }

  // MARK: adding

  /// Adds one after the last.
  public mutating func append(_ sample: MetricStore.Sample) {
    if count > 0 { look(at: sample.time) }
    if let open = blocks.indices.last, blocks[open].count < PackedSamples.capacity {
      encoder.append(sample, to: &blocks[open])
    } else {
      finish()
      blocks.append(PackedSamples(sample))
      starts.append(count)
      encoder = SampleDeltas(sample)
    }
    count += 1
  }

  /// Adds all of `other` after the last.
  public mutating func append(_ other: SampleSeries) {
    guard let first = other.first else { return }
    if count == 0 {
      self = other
      return
    }
    look(at: first.time)
    isOrdered = isOrdered && other.isOrdered
    if other.count > 1, other.evenSpacing != evenSpacing { evenSpacing = nil }
    finish()
    blocks += other.blocks
    starts += other.starts.map { $0 + count }
    count += other.count
    // A block that is begun elsewhere is not gone on with unless the encoder knows its last sample.
    encoder = other.encoder
  }

  /// Takes note of the time of one that comes after the last.
  private mutating func look(at time: Instant) {
    let step = time - encoder.last.time
    if step <= 0 { isOrdered = false }
    if evenSpacing != nil, step != evenSpacing { evenSpacing = count == 1 ? step : nil }
    spacing = nil
  }

  /// Ends adding: gives back what is held in reserve, and works out what is asked for often.
  public mutating func settle() {
    finish()
    spacing = evenSpacing ?? CounterSeries.spacing(times)
  }

  private mutating func finish() {
    guard let open = blocks.indices.last else { return }
    blocks[open].trim()
  }

  // MARK: reading

  /// Unpacks them one after the other.
  public struct Iterator: IteratorProtocol {
    private let blocks: [PackedSamples]
    private var block = 0
    private var within: PackedSamples.Iterator?

    init(_ blocks: [PackedSamples], from block: Int = 0) {
      self.blocks = blocks
      self.block = block
    }

    /// The next sample.
    public mutating func next() -> MetricStore.Sample? {
      while true {
        if let found = within?.next() { return found }
        guard block < blocks.count else { return nil }
        within = blocks[block].makeIterator()
        block += 1
      }
    }
  }

  /// Calls `body` for all of them; quicker than the iterator.
  @inline(__always)
  public func forEach(_ body: (MetricStore.Sample) throws -> Void) rethrows {
    for block in blocks { try block.forEach(body) }
  }

  /// All samples from the first.
  public func makeIterator() -> Iterator { Iterator(blocks) }
  /// Exactly `count`.
  public var underestimatedCount: Int { count }

  /// One sample; unpacks its block up to it.
  public subscript(index: Int) -> MetricStore.Sample {
    precondition(index >= 0 && index < count, "no such sample")
    let block = partition(starts.count) { starts[$0] <= index } - 1
    var samples = blocks[block].makeIterator()
    for _ in starts[block]..<index { _ = samples.next() }
    guard let found = samples.next() else { preconditionFailure("a block holds its count") }
    return found
  }

  /// The samples of a range of indices.
  public subscript(range: ClosedRange<Int>) -> [MetricStore.Sample] {
    precondition(range.lowerBound >= 0 && range.upperBound < count, "no such samples")
    let block = partition(starts.count) { starts[$0] <= range.lowerBound } - 1
    var samples = Iterator(blocks, from: block)
    for _ in starts[block]..<range.lowerBound { _ = samples.next() }
    return range.compactMap { _ in samples.next() }
  }

  /// How many samples lie before `instant`, or at it as well.
  public func count(before instant: Instant, inclusive: Bool) -> Int {
    func isBefore(_ time: Instant) -> Bool { inclusive ? time <= instant : time < instant }
    let after = partition(blocks.count) { isBefore(blocks[$0].first.time) }
    guard after > 0 else { return 0 }
    var found = starts[after - 1]
    for sample in blocks[after - 1] {
      guard isBefore(sample.time) else { break }
      found += 1
    }
    return found
  }

  /// Index of the last sample at or before `instant`.
  public func index(through instant: Instant) -> Int? {
    let count = count(before: instant, inclusive: true)
    return count > 0 ? count - 1 : nil
  }

  /// The last sample at or before `instant`.
  public func last(through instant: Instant) -> MetricStore.Sample? {
    var cursor = SampleCursor(self)
    return cursor.last(through: instant)
  }

  /// Median distance of neighbours in nanoseconds; 0 below two samples.
  public var spacingNanoseconds: Int64 { spacing ?? CounterSeries.spacing(times) }

  /// All times, in order of the samples.
  public var times: [Instant] {
    var times: [Instant] = []
    times.reserveCapacity(count)
    forEach { times.append($0.time) }
    return times
  }

  fileprivate func block(from low: Int, startingThrough instant: Instant) -> Int {
    low + partition(blocks.count - low) { blocks[low + $0].first.time <= instant } - 1
  }

  fileprivate func samples(fromBlock block: Int) -> Iterator { Iterator(blocks, from: block) }
}

/// Walks samples in order of time once, passing over whole blocks in between.
struct SampleCursor {
  private let series: SampleSeries
  private var block = 0
  private var samples: SampleSeries.Iterator?
  private var known: MetricStore.Sample?
  private var following: MetricStore.Sample?

  init(_ series: SampleSeries) { self.series = series }

  /// The last sample at or before `instant`, which must not go back from call to call.
  mutating func last(through instant: Instant) -> MetricStore.Sample? {
    let wanted = series.block(from: block, startingThrough: instant)
    if wanted >= block, wanted > block || samples == nil {
      block = wanted
      samples = series.samples(fromBlock: wanted)
      following = samples?.next()
    }
    while let next = following, next.time <= instant {
      known = next
      following = samples?.next()
    }
    return known
  }
}

/// How many of `count` places come first that satisfy `isBefore`; those that do must come first.
func partition(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
  var low = 0
  var high = count
  while low < high {
    let middle = (low + high) / 2
    if isBefore(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
