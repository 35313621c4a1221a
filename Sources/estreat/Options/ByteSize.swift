/// A count of bytes on the command line: `512M`, `2GiB`, `4096`; K, M and G are powers of 1 024.
struct ByteSize {
  let bytes: Int

  init?(_ text: String) {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    var digits = text.uppercased()
    if digits.hasSuffix("IB") { digits.removeLast(2) }
    let shift = digits.last.flatMap { units[$0] } ?? 0
    if shift > 0 { digits.removeLast() }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let count = Int(digits), count < 1 << 32 || shift == 0
    else { return nil }
    bytes = count << shift
  }
}
