internal import Diagnostics

/// The check of a package's custody chain, in itself and against what `bag-info.txt` pins.
struct CustodyCheck {
  /// Content of the member; nil if it is not there.
  let bytes: [UInt8]?
  let info: [BagInfoField]

  /// Reports every problem.
  func run(log: inout ProblemLog) {
    let count = pinned(CustodyChain.countKey)
    let head = pinned(CustodyChain.headKey)
    guard let bytes else {
      if count != nil || head != nil {
        log.add(
          "custody-pin", "bag-info.txt pins a custody chain, it is not there",
          member: CustodyChain.path, fix: Self.fix)
      }
      return
    }
    let records = read(bytes, log: &log)
    checkOrder(records, log: &log)
    guard let count, let head else {
      log.add(
        "custody-pin", "bag-info.txt does not pin count and head of the custody chain once each",
        member: PackageLayout.bagInfo, fix: Self.fix)
      return
    }
    let last = records.last?.record.hash ?? CustodyRecord.genesis
    let lines = bytes.count { $0 == UInt8(ascii: "\n") }
    if count != "\(lines)" || head != last {
      let isCut = Int(count).map { $0 > lines } ?? false
      log.add(
        isCut ? "custody-cut" : "custody-head",
        "bag-info.txt pins \(count) events ending in \(head), there are \(lines) ending in \(last)",
        member: CustodyChain.path, fix: Self.fix)
    }
  }

  private static let fix = "obtain the package again, and ask its maker what was changed"

  private struct Line {
    var number: Int
    var record: CustodyRecord
  }

  /// The one value of a key; nil if there is none, or more.
  private func pinned(_ key: String) -> String? {
    let values = info.filter { $0.key == key }.map(\.value)
    return values.count == 1 ? values[0] : nil
  }

  private func read(_ bytes: [UInt8], log: inout ProblemLog) -> [Line] {
    var rows = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isEnded = rows.last?.isEmpty == true
    if isEnded { rows.removeLast() }
    var out: [Line] = []
    for (index, row) in rows.enumerated() {
      let isWhole = isEnded || index + 1 < rows.count
      guard isWhole, let record = CustodyRecord(row) else {
        log.add(
          "custody-malformed", "it is no event in the form of a custody chain",
          member: CustodyChain.path, line: index + 1, fix: Self.fix)
        continue
      }
      if record.hash != record.rightHash {
        log.add(
          "custody-broken", "event \(record.number) is not what its hash was made of",
          member: CustodyChain.path, line: index + 1, fix: Self.fix)
      }
      out.append(Line(number: index + 1, record: record))
    }
    return out
  }

  /// Whether each event stands in its place and continues the one of the number before it.
  private func checkOrder(_ lines: [Line], log: inout ProblemLog) {
    var hashes = [0: CustodyRecord.genesis]
    for line in lines where hashes[line.record.number] == nil {
      hashes[line.record.number] = line.record.hash
    }
    let numbers = hashes.keys.sorted()
    var seen: Set<Int> = []
    var next = 1
    for line in lines {
      let record = line.record
      let number = record.number
      func add(_ code: String, _ message: String) {
        log.add(code, message, member: CustodyChain.path, line: line.number, fix: Self.fix)
      }
      guard seen.insert(number).inserted else {
        add(
          hashes[number] == record.hash ? "custody-duplicated" : "custody-reordered",
          "event \(number) comes again")
        continue
      }
      // A number may claim anything, and be far away.
      let span = number > next ? number - next : 0
      let missing =
        span - Self.count(numbers, below: number) + Self.count(numbers, below: number - span)
      if missing > 0 {
        add("custody-missing", "\(missing) of the events from \(next) to \(number - 1) are missing")
      }
      if number < next || span > missing {
        add("custody-reordered", "event \(number) stands where \(next) should")
      }
      if let before = hashes[number - 1], before != record.previous {
        add("custody-broken", "event \(number) does not continue event \(number - 1)")
      }
      next = max(next, number == Int.max ? number : number + 1)
    }
  }

  /// How many of `numbers`, which are sorted, lie below `bound`.
  private static func count(_ numbers: [Int], below bound: Int) -> Int {
    var lower = 0
    var upper = numbers.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if numbers[middle] < bound { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
