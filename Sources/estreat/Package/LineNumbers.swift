internal import Glibc

/// Numbers of the lines that hold given stretches of a text, from 1, ascending.
struct LineNumbers {
  private var places: [Range<Int64>]
  private var at: Int64 = 0
  private var line: UInt64 = 1
  /// Where the stretches end that began before.
  private var reach: Int64 = 0
  private(set) var found: [UInt64] = []

  /// - Parameter places: stretches of bytes, in any order.
  init(of places: [Range<Int64>]) {
    self.places = places.filter { !$0.isEmpty }.sorted {
      ($0.lowerBound, $0.upperBound) > ($1.lowerBound, $1.upperBound)
    }
  }

  /// Takes the next bytes of the text.
  mutating func consume(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    let end = base + bytes.count
    var rest = UnsafeRawPointer(base)
    while rest < end {
      let feed = memchr(rest, 0x0A, end - rest).map { UnsafeRawPointer($0) }
      let stop = at + Int64((feed.map { $0 + 1 } ?? end) - base)
      // A record of several lines goes on in the next ones.
      var isHit = reach > at + Int64(rest - base)
      while let place = places.last, place.lowerBound < stop {
        isHit = true
        reach = max(reach, place.upperBound)
        places.removeLast()
      }
      if isHit, found.last != line { found.append(line) }
      guard let feed else { break }
      line += 1
      rest = feed + 1
    }
    at += Int64(bytes.count)
  }
}
