internal import Diagnostics

/// `data/integrity/merkle-segments.jsonl`: where the lines with sensitive values are split, one line
/// of the tree a line: `{"leaf":17,"spans":[[5,11,"SSN"]]}` – byte in the line, length, rule. It is
/// kept because other detectors, or later ones, would split elsewhere.
struct SplitLine: Hashable {
  var leaf: UInt64
  /// Sorted, apart, not empty.
  var spans: [SensitiveSpan]

  /// The line, with its line feed.
  var text: String {
    let list = spans.map { span in
      let rule = StrictJSON.quoted(span.rule)
      return "[\(span.range.lowerBound),\(span.range.count),\(rule)]"
    }
    return "{\"leaf\":\(leaf),\"spans\":[\(list.joined(separator: ","))]}\n"
  }

  init(leaf: UInt64, spans: [SensitiveSpan]) {
    self.leaf = leaf
    self.spans = spans
  }

  /// Reads one line.
  init(_ bytes: UnsafeRawBufferPointer) throws(MerkleDefect) {
    let value: StrictJSON
    do {
      value = try StrictJSONReader.read(bytes)
    } catch {
      throw MerkleDefect(reason: error.reason)
    }
    guard let leaf = value["leaf"]?.number, let elements = value["spans"]?.elements,
      !elements.isEmpty
    else { throw MerkleDefect(reason: "it is no leaf with spans") }
    self.init(leaf: leaf, spans: [])
    var end = 0
    for element in elements {
      guard let parts = element.elements, parts.count == 3,
        let offset = parts[0].number.flatMap({ Int(exactly: $0) }),
        let count = parts[1].number.flatMap({ Int(exactly: $0) }), let rule = parts[2].text,
        count > 0, offset >= end, offset <= LineBlocks.lineBytes, count <= LineBlocks.lineBytes
      else { throw MerkleDefect(reason: "a span is empty, out of order or not whole") }
      end = offset + count
      spans.append(SensitiveSpan(range: offset..<end, rule: rule))
    }
  }
}

/// Where split lines are read from; of a large package they are more than memory should hold.
struct SplitSource: Sendable {
  private let file: InputFile?
  private let member: ZipMember?

  /// No lines.
  static let none = SplitSource(file: nil, member: nil)

  /// The content of a member of an archive.
  init(_ archive: ZipArchive, _ member: ZipMember) {
    self.init(file: archive.file, member: member)
  }

  private init(file: InputFile?, member: ZipMember?) {
    self.file = file
    self.member = member
  }

  /// The content from its start; nil if there is none, or it cannot be found.
  fileprivate func stream() -> MemberStream? {
    guard let file, let member, let offset = member.dataOffset else { return nil }
    return MemberStream(file, member.stated, at: offset)
  }
}

/// Reads the split lines one after another.
struct SplitLines {
  private let stream: MemberStream?
  private var isAtEnd = false
  private var bytes: [UInt8] = []
  private var offset = 0
  /// Number of the line that was read last.
  private(set) var number = 0
  private var last: UInt64?
  /// Longer than the splits of any line can be.
  private static let mostBytes = 256 << 20

  init(_ source: SplitSource) { stream = source.stream() }

  /// The next one; nil at the end.
  mutating func next() throws(MerkleDefect) -> SplitLine? {
    var searched = offset
    var end = bytes[searched...].firstIndex(of: 0x0A)
    while end == nil {
      searched = bytes.count - offset
      bytes.removeFirst(offset)
      offset = 0
      let more = try more()
      guard !more.isEmpty else {
        if bytes.isEmpty { return nil }
        throw MerkleDefect(reason: "the last line has no end")
      }
      bytes += more
      guard bytes.count <= Self.mostBytes else {
        throw MerkleDefect(reason: "a line is longer than \(Self.mostBytes) bytes")
      }
      end = bytes[searched...].firstIndex(of: 0x0A)
    }
    guard let end else { return nil }
    number += 1
    let range = offset..<end
    offset = end + 1
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(MerkleDefect) in
        try SplitLine(UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
    }
    let line = try result.get()
    guard last.map({ $0 < line.leaf }) ?? true else {
      throw MerkleDefect(reason: "the leaves do not ascend")
    }
    last = line.leaf
    return line
  }

  /// The next bytes; none at the end.
  private mutating func more() throws(MerkleDefect) -> [UInt8] {
    guard let stream, !isAtEnd else { return [] }
    var chunk = [UInt8](repeating: 0, count: ZipFormat.chunkBytes)
    let read = chunk.withUnsafeMutableBytes { buffer in
      Result { () throws(DiagnosticError) in try stream.read(into: buffer) }
    }
    guard case .success(let piece) = read else { throw MerkleDefect(reason: "it cannot be read") }
    switch piece.fault {
    case .malformed: throw MerkleDefect(reason: "its data is broken")
    case .size: throw MerkleDefect(reason: "it cannot be read to its end")
    case nil: break
    }
    isAtEnd = piece.isLast
    chunk.removeLast(chunk.count - piece.count)
    return chunk
  }
}
