/// The front of the common and combined log formats, up to what sites append of their own:
/// `[vhost] host ident user [time] "request" status bytes ["referer" "agent"]`.
struct CommonAccessLine {
  /// What stands before the host.
  private(set) var virtualHost: UnsafeRawBufferPointer?
  /// Between the brackets, and its column.
  private(set) var time: UnsafeRawBufferPointer
  private(set) var timeColumn: Int
  /// Between the quotes, escapes as written; may be empty or no request at all.
  private(set) var request: UnsafeRawBufferPointer
  /// Nil for `-` and 000.
  private(set) var status: Int?
  /// Whether referer and agent stood there.
  private(set) var isCombined = false

  /// Reads the front; nil with `scan` at the first byte that does not fit.
  init?(_ scan: inout LineScan) {
    guard Self.names(&scan, &virtualHost) else { return nil }
    timeColumn = scan.at + 2
    guard let time = scan.bracketed(), scan.space(),
      let request = scan.quoted(beforeStatus: true), scan.space(),
      let status = scan.status(), scan.space(), scan.count() != nil
    else { return nil }
    self.time = time
    self.request = request
    self.status = status
    guard scan.byte() == 0x20, scan.byte(1) == UInt8(ascii: "\"") else {
      if !scan.isAtEnd, scan.byte() != 0x20 { return nil }
      return
    }
    guard scan.space(), scan.quoted() != nil else { return nil }
    guard scan.byte() == 0x20, scan.byte(1) == UInt8(ascii: "\"") else { return }
    guard scan.space(), scan.quoted() != nil else { return nil }
    isCombined = true
  }

  /// Host, ident and user, perhaps after a virtual host; users may hold spaces.
  private static func names(
    _ scan: inout LineScan, _ virtualHost: inout UnsafeRawBufferPointer?
  ) -> Bool {
    var count = 0
    var first = scan.slice(scan.at, scan.at)
    var secondIsAddress = false
    while !isTime(scan) {
      // Another log's line has its own bracket here: `… [error] …`.
      if count == 2, scan.byte() == UInt8(ascii: "["), !isDigit(scan.byte(1)) { return false }
      guard let word = scan.word() else { return false }
      count += 1
      if count == 1 { first = word }
      if count == 2 { secondIsAddress = isAddress(word) }
      guard scan.space() else { return false }
    }
    if count >= 4, secondIsAddress { virtualHost = first }
    return count >= 3
  }

  /// `[15/`
  private static func isTime(_ scan: LineScan) -> Bool {
    scan.byte() == UInt8(ascii: "[") && isDigit(scan.byte(1)) && scan.byte(3) == UInt8(ascii: "/")
  }

  private static func isAddress(_ word: UnsafeRawBufferPointer) -> Bool {
    guard let first = word.first else { return false }
    return (hexDigit(first) != nil || first == UInt8(ascii: ":"))
      && word.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
  }
}
