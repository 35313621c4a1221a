/// Up to `capacity` samples: the first as it is, of the others what is not to be expected.
///
/// A sample is a byte of flags, and the numbers they name as signed varints (zigzag, seven bits a byte,
/// the lowest first), in this order: change of the distance in time (nanoseconds), of the distance
/// in the export (bytes), of the length, of the distance in lines, difference of the input; then the
/// value: nothing if it is the same to the last bit, the difference if both are whole numbers, else its
/// eight bytes.
struct PackedSamples: Sendable, Sequence {
  /// Most samples of a block.
  static let capacity = 128

  let first: MetricStore.Sample
  fileprivate(set) var count = 1
  fileprivate var bytes: [UInt8] = []

  init(_ first: MetricStore.Sample) { self.first = first }

  /// Gives back what was held in reserve.
  mutating func trim() {
    // What malloc rounds up to is not worth a copy.
    if bytes.capacity > bytes.count + bytes.count / 8 + 16 { bytes = Array(bytes[...]) }
  }

  struct Iterator: IteratorProtocol {
    private let bytes: [UInt8]
    private var at = 0
    private var left: Int
    private var state: SampleDeltas
    private var isFirst = true

    fileprivate init(_ block: PackedSamples) {
      bytes = block.bytes
      left = block.count
      state = SampleDeltas(block.first)
    }

    @inline(__always)
    mutating func next() -> MetricStore.Sample? {
      guard left > 0 else { return nil }
      left -= 1
      if isFirst {
        isFirst = false
        return state.last
      }
      at = bytes.withUnsafeBufferPointer { state.read($0, at: at) }
      return state.last
    }
  }

  func makeIterator() -> Iterator { Iterator(self) }

  @inline(__always)
  func forEach(_ body: (MetricStore.Sample) throws -> Void) rethrows {
    var state = SampleDeltas(first)
    try body(first)
    try bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < bytes.count {
        at = state.read(bytes, at: at)
        try body(state.last)
      }
    }
  }
}

/// What is to be expected after some samples of a block; both writes and reads what differs.
struct SampleDeltas: Sendable {
  private(set) var last: MetricStore.Sample
  private var timeStep: Int64 = 0
  private var offsetStep: Int64 = 0
  private var lineStep: Int64 = 0

  private enum Flag {
    static let time: UInt8 = 1
    static let offset: UInt8 = 2
    static let length: UInt8 = 4
    static let line: UInt8 = 8
    static let input: UInt8 = 16
    static let whole: UInt8 = 32
    static let bits: UInt8 = 64
  }

  /// Before any sample.
  init() {
    last = MetricStore.Sample(
      time: Instant(nanoseconds: 0), value: 0,
      provenance: Provenance(input: 0, place: RecordPlace(offset: 0, length: 0)))
  }

  /// After the first of a block.
  init(_ first: MetricStore.Sample) { last = first }

  mutating func append(_ sample: MetricStore.Sample, to block: inout PackedSamples) {
    let flagsAt = block.bytes.count
    block.bytes.append(0)
    var flags: UInt8 = 0
    func put(_ value: Int64, _ flag: UInt8, _ bytes: inout [UInt8]) {
      guard value != 0 else { return }
      flags |= flag
      Self.append(value, to: &bytes)
    }
    let step = sample.time.nanoseconds &- last.time.nanoseconds
    put(step &- timeStep, Flag.time, &block.bytes)
    let place = sample.provenance.place
    let known = last.provenance.place
    let offset = place.offset &- known.offset
    put(offset &- offsetStep, Flag.offset, &block.bytes)
    put(place.length &- known.length, Flag.length, &block.bytes)
    let line = place.line &- known.line
    put(line &- lineStep, Flag.line, &block.bytes)
    put(Int64(sample.provenance.input &- last.provenance.input), Flag.input, &block.bytes)
    if sample.value.bitPattern != last.value.bitPattern {
      if let a = Self.whole(last.value), let b = Self.whole(sample.value) {
        flags |= Flag.whole
        Self.append(b - a, to: &block.bytes)
      } else {
        flags |= Flag.bits
        withUnsafeBytes(of: sample.value.bitPattern.littleEndian) {
          block.bytes.append(contentsOf: $0)
        }
      }
    }
    block.bytes[flagsAt] = flags
    block.count += 1
    (timeStep, offsetStep, lineStep) = (step, offset, line)
    last = sample
  }

  /// Takes the next sample; returns where the one after it begins.
  @inline(__always)
  fileprivate mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
    var at = start + 1
    let flags = bytes[start]
    if flags & Flag.time != 0 { timeStep &+= Self.number(bytes, &at) }
    if flags & Flag.offset != 0 { offsetStep &+= Self.number(bytes, &at) }
    if flags & Flag.length != 0 { last.provenance.place.length &+= Self.number(bytes, &at) }
    if flags & Flag.line != 0 { lineStep &+= Self.number(bytes, &at) }
    if flags & Flag.input != 0 { last.provenance.input &+= Int(Self.number(bytes, &at)) }
    last.time = Instant(nanoseconds: last.time.nanoseconds &+ timeStep)
    last.provenance.place.offset &+= offsetStep
    last.provenance.place.line &+= lineStep
    if flags & Flag.whole != 0 {
      last.value = Double(Int64(last.value) + Self.number(bytes, &at))
    } else if flags & Flag.bits != 0 {
      let raw = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self)
      last.value = Double(bitPattern: UInt64(littleEndian: raw))
      at += 8
    }
    return at
  }

  /// A value that is a whole number and nothing else: minus zero is none.
  private static func whole(_ value: Double) -> Int64? {
    guard abs(value) < 9_007_199_254_740_992 else { return nil }
    let whole = Int64(value)
    return Double(whole).bitPattern == value.bitPattern ? whole : nil
  }

  private static func append(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  @inline(__always)
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Int64 {
    var byte = bytes[at]
    at += 1
    var found = UInt64(byte & 0x7f)
    var shift: UInt64 = 7
    while byte & 0x80 != 0 {
      byte = bytes[at]
      at += 1
      found |= UInt64(byte & 0x7f) << shift
      shift += 7
    }
    return Int64(bitPattern: found >> 1) ^ -Int64(bitPattern: found & 1)
  }
}
