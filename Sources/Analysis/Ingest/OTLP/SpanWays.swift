internal import CScan

/// The ways in which an export has written its spans so far: the text between their values, and
/// which values it leads by.
///
/// Exporters write the same text from one value to the next, span after span. A way is learned from
/// a span that was taken apart, and followed by comparing text: a span that is followed to the end
/// is the same but for its values, so nothing comes through that was not let through before.
/// A class because it owns its memory.
final class SpanWays {
  private let level: Int32
  private let pieces: UnsafeMutablePointer<cscan_piece>
  private let ways: UnsafeMutablePointer<Way>
  private let attributes: UnsafeMutablePointer<Attribute>
  private let values: UnsafeMutablePointer<cscan_value>
  private var pieceCount = 1
  private var wayCount = 0
  private var attributeCount = 0
  /// Spans that may still be looked at.
  private var patience = 4_096

  static let pieceLimit = 2_048
  static let wayLimit = 256
  private static let attributeLimit = 4_096
  /// Of an end that has no way yet.
  private static let noWay = UInt16.max

  /// Which of the wanted values are what; -1 for none.
  private struct Way {
    var trace: Int8 = -1
    var span: Int8 = -1
    var parent: Int8 = -1
    var name: Int8 = -1
    var kind: Int8 = -1
    var start: Int8 = -1
    var end: Int8 = -1
    var status: Int8 = -1

    mutating func set(_ role: SpanRole, _ value: Int8) {
      switch role {
      case .trace: trace = value
      case .span: span = value
      case .parent: parent = value
      case .name: name = value
      case .kind: kind = value
      case .start: start = value
      case .end: end = value
      case .status: status = value
      case .attribute: break
      }
    }

    /// Its attributes among all.
    var firstAttribute: Int32 = 0
    var attributeCount: Int32 = 0
  }
  private struct Attribute {
    var topic: SpanAttributes.Topic
    var value: Int8
  }
  /// What came of an attempt.
  enum Outcome {
    case end(Int)
    /// The way is not known.
    case unknown
    case refused
  }

  init(_ kernel: ScanKernel) {
    level = kernel.level
    pieces = .allocate(capacity: Self.pieceLimit)
    ways = .allocate(capacity: Self.wayLimit)
    attributes = .allocate(capacity: Self.attributeLimit)
    values = .allocate(capacity: Int(CSCAN_WANTED))
    values.initialize(repeating: cscan_value(), count: Int(CSCAN_WANTED))
  }

  deinit {
    pieces.deallocate()
    ways.deallocate()
    attributes.deallocate()
    values.deallocate()
  }

  /// Reads the span that begins at `base`; `text` has its values, which are valid as long as the
  /// bytes are.
  /// - Parameter count: bytes that may be read, which may be more than belong to the content.
  /// - Returns: the bytes of the span.
  @inline(__always) func follow(
    _ base: UnsafePointer<UInt8>, _ count: Int, _ text: inout OTLPSpanText
  ) -> Outcome {
    guard wayCount > 0 else { return .unknown }
    var end: UInt32 = 0
    let number = cscan_follow(level, base, count, pieces, values, &end)
    guard number >= 0 else { return number == CSCAN_NO_PIECE ? .unknown : .refused }
    let way = ways + Int(number)
    let values = values
    func value(_ index: Int8) -> ByteText {
      let range = values[Int(index)]
      return ByteText(base + Int(range.start), count: Int(range.end &- range.start))
    }
    func member(_ index: Int8) -> ByteText? { index < 0 ? nil : value(index) }
    text.trace = member(way.pointee.trace)
    text.span = member(way.pointee.span)
    text.parent = member(way.pointee.parent)
    text.name = member(way.pointee.name)
    text.kind = member(way.pointee.kind)
    text.start = member(way.pointee.start)
    text.end = member(way.pointee.end)
    text.status = member(way.pointee.status)
    var attribute = attributes + Int(way.pointee.firstAttribute)
    for _ in 0..<way.pointee.attributeCount {
      text.attributes.take(attribute.pointee.topic, value(attribute.pointee.value))
      attribute += 1
    }
    return .end(Int(end))
  }

  // MARK: learning

  /// Remembers the way of a span that was taken apart, if there is room.
  func learn(_ span: UnsafeRawBufferPointer) {
    guard patience > 0 else { return }
    patience -= 1
    guard wayCount < Self.wayLimit, let cuts = SpanCutter.cut(span) else { return }
    let wanted = cuts.count { $0.role != nil }
    let needed = cuts.reduce(0) { $0 + max(1, ($1.text.count + 63) / 64) }
    guard wanted <= CSCAN_WANTED, pieceCount + needed <= Self.pieceLimit,
      attributeCount + wanted <= Self.attributeLimit
    else {
      return
    }
    var way = Way()
    way.firstAttribute = Int32(attributeCount)
    var before = 0
    var index: Int8 = 0
    for cut in cuts {
      before = add(cut, behind: before)
      guard let role = cut.role else { continue }
      if let topic = cut.topic {
        (attributes + attributeCount + Int(way.attributeCount)).initialize(
          to: Attribute(topic: topic, value: index))
        way.attributeCount += 1
      } else {
        way.set(role, index)
      }
      index += 1
    }
    // A known way ends in a known piece.
    guard pieces[before].next == Self.noWay else { return }
    pieces[before].next = UInt16(wayCount)
    (ways + wayCount).initialize(to: way)
    wayCount += 1
    attributeCount += Int(way.attributeCount)
  }
}

extension SpanWays {
  /// Finds or adds the pieces of a cut.
  /// - Returns: the last of them.
  private func add(_ cut: SpanCutter.Cut, behind before: Int) -> Int {
    var before = before
    var from = 0
    let most = Int(CSCAN_STEP_BYTES)
    while cut.text.count - from > most {
      let part = UnsafeRawBufferPointer(rebasing: cut.text[from..<(from + most)])
      before = add(part, Int(CSCAN_GOES_ON), isWanted: false, behind: before)
      from += most
    }
    let rest = UnsafeRawBufferPointer(rebasing: cut.text[from...])
    return add(rest, cut.kind, isWanted: cut.role != nil, behind: before)
  }

  private func add(
    _ text: UnsafeRawBufferPointer, _ kind: Int, isWanted: Bool, behind before: Int
  ) -> Int {
    var last = 0
    var at = before > 0 ? Int(pieces[before].next) : min(1, pieceCount - 1)
    while at > 0 {
      let isSame = withUnsafeBytes(of: pieces[at].text) {
        Int(pieces[at].kind) == kind && (pieces[at].is_wanted != 0) == isWanted
          && $0.prefix(Int(pieces[at].count)).elementsEqual(text)
      }
      if isSame { return at }
      last = at
      at = Int(pieces[at].other)
    }
    var piece = cscan_piece()
    withUnsafeMutableBytes(of: &piece.text) { $0.copyBytes(from: text) }
    piece.mask = UInt64.max >> UInt64(64 - text.count)
    piece.count = UInt8(text.count)
    piece.kind = UInt8(kind)
    piece.is_wanted = isWanted ? 1 : 0
    if kind == CSCAN_ENDS { piece.next = Self.noWay }
    (pieces + pieceCount).initialize(to: piece)
    if last > 0 {
      pieces[last].other = UInt16(pieceCount)
    } else if before > 0 {
      pieces[before].next = UInt16(pieceCount)
    }
    pieceCount += 1
    return pieceCount - 1
  }
}
