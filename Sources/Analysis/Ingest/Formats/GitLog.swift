/// The text of `git log` and `git show`: commits in any of git's own formats from `short` with a
/// date to `raw`, with or without the files or the patch behind them.
///
/// `--format=fuller` states two dates; the author's counts, which is the one that the other formats
/// print. `--oneline` prints none, and so proves no time.
struct GitLog: ExportFormat {
  let name = "git-log"
  let role = SourceRole.config

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard find("commit ", in: head.bytes) == 0 else { return nil }
    let hasDate = contains(head, "\nDate: ") || contains(head, "\nAuthorDate: ")
    if contains(head, "\nAuthor: "), hasDate {
      return Recognition(confidence: 90, reason: "text that begins with commit, Author, Date")
    }
    guard contains(head, "\ntree "), contains(head, "\nauthor "), contains(head, "\ncommitter ")
    else { return nil }
    return Recognition(confidence: 90, reason: "text that begins with commit, tree, author")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LineReader {
    private var text: [UInt8] = []
    private var place: RecordPlace?

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      if Self.isCommit(line.bytes) {
        deliver(sink)
        place = line.place
        text = Array(line.bytes)
        return
      }
      guard let start = place else { return sink.other(at: line.place, time: nil) }
      // The end of the line before, which may be that of Windows.
      let gap = Int(line.place.offset - start.offset) - text.count
      guard text.count + gap + line.bytes.count <= context.limits.recordBytes else {
        // Hash, date and subject stand at the top; a message of that length is not held.
        deliver(sink)
        return sink.other(at: line.place, time: nil)
      }
      if gap == 2 { text.append(0x0d) }
      text.append(0x0a)
      text.append(contentsOf: line.bytes)
      place?.length = Int64(text.count)
    }

    override func interrupted(into sink: any RecordSink) { deliver(sink) }

    override func end(into sink: any RecordSink) { deliver(sink) }

    /// `commit ` and a hash at the start of a line; message lines are indented.
    private static func isCommit(_ line: UnsafeRawBufferPointer) -> Bool {
      guard find("commit ", in: line) == 0, line.count >= 14 else { return false }
      return line[7..<14].allSatisfy { hexDigit($0) != nil }
    }

    private func deliver(_ sink: any RecordSink) {
      guard let place else { return }
      self.place = nil
      text.withUnsafeBytes { if sink.wants.contains(.rawBytes) { sink.rawBytes($0, at: place) } }
      let lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
      let hash = lines[0].dropFirst(7).prefix { hexDigit($0) != nil }
      let head = GitCommitHead(lines.dropFirst())
      sink.commit(
        CommitRecord(
          hash: String(decoding: hash, as: UTF8.self).lowercased(), time: head.time,
          subject: head.subject), at: place)
    }
  }
}

/// Date and subject of a commit, from the lines below its hash.
///
/// What stands below the message (files, a patch) is no part of it: a patch may hold anything, a
/// line `Date:` too.
private struct GitCommitHead {
  private(set) var time: Stamp?
  private(set) var subject = ""

  init(_ lines: ArraySlice<ArraySlice<UInt8>>) {
    var isHeader = true
    for line in lines {
      let line = line.last == 0x0d ? line.dropLast() : line
      if isHeader {
        if line.isEmpty { isHeader = false } else { header(line) }
        continue
      }
      if line.starts(with: Array("    ".utf8)) {
        subject = String(decoding: line.drop { $0 == 0x20 }, as: UTF8.self)
        if !subject.isEmpty { return }
      } else if !line.isEmpty {
        return
      }
    }
  }

  private mutating func header(_ line: ArraySlice<UInt8>) {
    guard time == nil else { return }
    for name in ["Date:", "AuthorDate:"] where line.starts(with: Array(name.utf8)) {
      time = gitDate(String(decoding: line.dropFirst(name.utf8.count), as: UTF8.self))
      return
    }
    guard line.starts(with: Array("author ".utf8)) else { return }
    // `author Name <mail> 1714467824 +0800`; the name may hold anything.
    let words = line.split(separator: 0x20).suffix(2)
    time = gitDate(words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
  }
}

/// git's dates: `Tue Apr 30 17:03:44 2024 +0800`, RFC 2822, ISO, or epoch with offset.
func gitDate(_ text: String) -> Stamp? {
  let words = text.split(separator: " ").map(String.init)
  let rearranged: String
  if words.count == 6 || words.count == 5, let month = months[words[1]], words[3].contains(":") {
    // Default: weekday month day time year zone.
    guard words.count == 6 else { return nil }
    rearranged = "\(words[4])-\(month)-\(padded(words[2])) \(words[3]) \(words[5])"
  } else if words.count == 6, let month = months[words[2]] {
    // RFC 2822: weekday, day month year time zone.
    rearranged = "\(words[3])-\(month)-\(padded(words[1])) \(words[4]) \(words[5])"
  } else if words.count == 2, words[0].allSatisfy(\.isNumber), words[0].count >= 9 {
    rearranged = words[0]
  } else {
    rearranged = words.joined(separator: " ")
  }
  let bytes = Array(rearranged.utf8)
  let reading = bytes.withUnsafeBytes { TimestampParser(zone: nil).parse($0) }
  guard case .success(let read) = reading else { return nil }
  return read.stamp
}

private func padded(_ day: String) -> String { day.count == 1 ? "0" + day : day }
private let months = [
  "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06", "Jul": "07",
  "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
]
