/// Walks over JSON by the structural index: from quote to quote, and byte by byte between strings.
///
/// It accepts only what the strict parser accepts: inside strings the kernel vouches for the bytes,
/// everything else is looked at here. Whatever is odd ends the walk with false, and the strict
/// parser decides.
struct QuickCursor {
  let base: UnsafePointer<UInt8>
  /// Bytes that may be read; what follows them are a line feed and blanks.
  let count: Int
  private let positions: UnsafeMutablePointer<UInt32>
  private let positionCount: Int
  var at: Int
  /// Index of the first position that is not before `at`.
  var slot: Int
  private(set) var feeds = 0
  private(set) var lastFeed = -1

  init(
    _ base: UnsafePointer<UInt8>, _ count: Int, _ index: StructuralIndex, at: Int, slot: Int
  ) {
    self.base = base
    self.count = count
    positions = index.positions
    positionCount = index.positionCount
    self.at = at
    self.slot = slot
  }

  /// The byte at hand.
  var byte: UInt8 { @inline(__always) get { base[at] } }

  /// Passes over blanks.
  @inline(__always) mutating func blanks() {
    if base[at] <= 0x20 { passBlanks() }
  }

  private mutating func passBlanks() {
    while at < count {
      switch base[at] {
      case 0x20, 0x09, 0x0d: break
      case 0x0a:
        feeds &+= 1
        lastFeed = at
        slot &+= 1
      default: return
      }
      at &+= 1
    }
  }

  /// Passes over a string.
  /// - Returns: where its text lies; nil when it is none, or goes on beyond the bytes.
  @inline(__always) mutating func string() -> (start: Int, end: Int)? {
    guard slot &+ 1 < positionCount, Int(positions[slot]) == at else { return nil }
    let end = Int(positions[slot &+ 1])
    // A line feed is no part of a string.
    guard end < count, base[end] == 0x22 else { return nil }
    let start = at &+ 1
    slot &+= 2
    at = end &+ 1
    return (start, end)
  }

  /// Passes over one byte and the blanks around it.
  @inline(__always) mutating func pass(_ byte: UInt8) -> Bool {
    blanks()
    guard base[at] == byte, at < count else { return false }
    at &+= 1
    blanks()
    return true
  }

  /// Passes over a number or a word.
  @inline(__always) mutating func scalar() -> (start: Int, end: Int)? {
    let start = at
    if base[at] &- 0x30 < 10 || base[at] == 0x2d {
      Self.number(base, &at)
    } else {
      Self.word(base, &at)
    }
    return at > start && at < count ? (start, at) : nil
  }

  /// Passes over a value of any kind.
  mutating func value() -> Bool {
    // One bit a container: whether it is an object.
    var kinds: UInt64 = 0
    var depth = 0
    while true {
      switch base[at] {
      case 0x22:
        guard string() != nil else { return false }
      case 0x7b, 0x5b:
        let isObject = base[at] == 0x7b
        at &+= 1
        blanks()
        if base[at] == (isObject ? 0x7d : 0x5d) {
          at &+= 1
        } else {
          guard depth < 60, at < count else { return false }
          kinds = kinds &<< 1 | (isObject ? 1 : 0)
          depth &+= 1
          if isObject {
            guard string() != nil, pass(0x3a) else { return false }
          }
          continue
        }
      default:
        guard scalar() != nil else { return false }
      }
      // What follows a value.
      while true {
        if depth == 0 { return at <= count }
        blanks()
        let isObject = kinds & 1 != 0
        if base[at] == 0x2c, at < count {
          at &+= 1
          blanks()
          if isObject {
            guard string() != nil, pass(0x3a) else { return false }
          }
          break
        }
        guard base[at] == (isObject ? 0x7d : 0x5d), at < count else { return false }
        at &+= 1
        kinds &>>= 1
        depth &-= 1
      }
    }
  }

  /// Moves `at` behind `true`, `false` or `null`; leaves it when there is none.
  @inline(never) private static func word(_ base: UnsafePointer<UInt8>, _ at: inout Int) {
    let word = UInt32(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt32.self))
    switch word {
    case 0x6c6c_756e, 0x6575_7274: at &+= 4  // null, true
    case 0x736c_6166 where base[at &+ 4] == 0x65: at &+= 5  // fals, e
    default: break
    }
  }

  /// Moves `at` behind a number as RFC 8259 writes it; leaves it otherwise.
  @inline(__always) private static func number(_ base: UnsafePointer<UInt8>, _ start: inout Int) {
    var at = start
    if base[at] == 0x2d { at &+= 1 }
    let whole = at
    while base[at] &- 0x30 < 10 { at &+= 1 }
    guard at > whole, base[whole] != 0x30 || at == whole &+ 1 else { return }
    if base[at] == 0x2e {
      at &+= 1
      let fraction = at
      while base[at] &- 0x30 < 10 { at &+= 1 }
      guard at > fraction else { return }
    }
    if base[at] | 0x20 == 0x65 {
      at &+= 1
      if base[at] == 0x2b || base[at] == 0x2d { at &+= 1 }
      let exponent = at
      while base[at] &- 0x30 < 10 { at &+= 1 }
      guard at > exponent else { return }
    }
    start = at
  }
}
