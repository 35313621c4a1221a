internal import CScan
internal import Glibc

/// What a value of a span is read for.
enum SpanRole: UInt8 {
  case trace, span, parent, name, kind, start, end, status
  /// An attribute, by what it is about.
  case attribute
}

/// Cuts a span in JSON into the text between its values and the values.
///
/// Only for spans that `QuickSpan` has taken, so that their syntax and the form of their attributes
/// are certain. Names and the keys of attributes are text.
struct SpanCutter {
  /// Text up to a value; of a string, its opening quote included.
  struct Cut {
    var text: UnsafeRawBufferPointer
    /// `CSCAN_STRING`, `CSCAN_NUMBER`, `CSCAN_WORD` or `CSCAN_ENDS`.
    var kind: Int
    /// What the value is read for; nil when nobody asks for it.
    var role: SpanRole?
    var topic: SpanAttributes.Topic?
  }
  private struct Container {
    var isObject: Bool
    var awaitsName = true
    var name = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  private let bytes: UnsafeRawBufferPointer
  private var at = 0
  private var textStart = 0
  private var open: [Container] = []
  /// Of the attribute at hand.
  private var topic: SpanAttributes.Topic?
  private var cuts: [Cut] = []

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The cuts of a span; nil when its text would mislead: line feeds, escapes outside of values,
  /// attributes that are read as written.
  static func cut(_ span: UnsafeRawBufferPointer) -> [Cut]? {
    guard !span.contains(0x0a) else { return nil }
    var cutter = SpanCutter(span)
    return cutter.run() ? cutter.cuts : nil
  }

  private mutating func run() -> Bool {
    while at < bytes.count {
      switch bytes[at] {
      case 0x7b: open.append(Container(isObject: true))
      case 0x5b: open.append(Container(isObject: false))
      case 0x7d, 0x5d:
        open.removeLast()
        if open.isEmpty {
          at += 1
          take(.init(CSCAN_ENDS), end: at)
          return at == bytes.count
        }
      case 0x2c: open[open.count - 1].awaitsName = true
      case 0x3a: open[open.count - 1].awaitsName = false
      case 0x22:
        guard string() else { return false }
        continue
      case 0x20, 0x09, 0x0d: break
      default:
        scalar()
        continue
      }
      at += 1
    }
    return false
  }

  /// A name, the key of an attribute or a string that is a value.
  private mutating func string() -> Bool {
    let start = at + 1
    var end = start
    var hasEscapes = false
    while end < bytes.count, bytes[end] != 0x22 {
      hasEscapes = hasEscapes || bytes[end] == 0x5c
      end += bytes[end] == 0x5c ? 2 : 1
    }
    guard end < bytes.count, let container = open.last else { return false }
    let text = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    at = end + 1
    if container.isObject, container.awaitsName {
      open[open.count - 1].name = text
      return !hasEscapes && !isTakenAsWritten
    }
    if open.count == 3, isInAttributes, container.name.equals("key") {
      topic = SpanAttributes.topic(text)
      return !hasEscapes
    }
    take(Int(CSCAN_STRING), end: start)
    textStart = end
    return true
  }

  private mutating func scalar() {
    let start = at
    let isNumber = isDigit(bytes[at]) || bytes[at] == 0x2d
    take(Int(isNumber ? CSCAN_NUMBER : CSCAN_WORD), end: start)
    while at < bytes.count, bytes[at] > 0x20, bytes[at] != 0x2c, bytes[at] != 0x7d,
      bytes[at] != 0x5d
    {
      at += 1
    }
    textStart = at
  }

  private mutating func take(_ kind: Int, end: Int) {
    var cut = Cut(
      text: UnsafeRawBufferPointer(rebasing: bytes[textStart..<end]), kind: kind)
    if kind == CSCAN_STRING || kind == CSCAN_NUMBER { (cut.role, cut.topic) = role }
    cuts.append(cut)
  }

  // MARK: where it stands

  private var isInAttributes: Bool {
    open.count >= 3 && QuickSpan.member(open[0].name) == .attributes
  }

  private var role: (SpanRole?, SpanAttributes.Topic?) {
    switch open.count {
    case 1: return (QuickSpan.member(open[0].name)?.role, nil)
    case 2:
      let isStatus = QuickSpan.member(open[0].name) == .status && open[1].name.equals("code")
      return (isStatus ? .status : nil, nil)
    case 4 where isInAttributes && QuickSpan.isScalarKind(open[3].name):
      return topic.map { (.attribute, $0) } ?? (nil, nil)
    default: return (nil, nil)
    }
  }

  /// Whether the name at hand begins a value of an attribute that says something and is neither
  /// text nor number.
  private var isTakenAsWritten: Bool {
    open.count == 4 && isInAttributes && topic != nil && !QuickSpan.isScalarKind(open[3].name)
  }
}
