/// Where the parts of a TSDB block lie: `index`, `tombstones`, `meta.json` and `chunks/000001` ….
struct BlockFolder: Sendable {
  /// Folders in which a part may lie, the likeliest first.
  private let candidates: [String]

  /// The block that holds the segment at `path`.
  static func ofSegment(_ path: String) -> BlockFolder {
    let folder = parent(path)
    // By name where that is the name: a linked `chunks` folder belongs to where its link lies.
    let above = folder.hasSuffix("/chunks") ? parent(folder) : folder + "/.."
    return BlockFolder(candidates: [above, folder])
  }

  /// The block of which the part at `path` is the index, the tombstones or the meta file.
  static func ofPart(_ path: String) -> BlockFolder { BlockFolder(candidates: [parent(path)]) }

  /// Opens a part of the block, plain or compressed.
  /// - Returns: nil when there is none.
  func open(_ name: String, memoryBytes: Int) throws(TSDBDefect) -> BlockFile? {
    guard let path = path(of: name) else { return nil }
    return try BlockFile(path: path, memoryBytes: memoryBytes)
  }

  /// Where a part of the block lies.
  func path(of name: String) -> String? {
    for folder in candidates {
      for suffix in ["", ".gz"] {
        let path = folder + "/" + name + suffix
        if ByteSource.isFile(path) { return path }
      }
    }
    return nil
  }

  /// The block's name.
  var name: String {
    candidates[0].split(separator: "/").last.map(String.init) ?? candidates[0]
  }

  /// The name of a segment by its number from 0.
  static func segmentName(_ number: UInt32) -> String {
    let digits = String(UInt64(number) + 1)
    return "chunks/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// The number of the segment at `path`, from 0; nil when its name is no number.
  static func segmentNumber(_ path: String) -> UInt32? {
    var name = path.split(separator: "/").last ?? ""
    if name.hasSuffix(".gz") { name = name.dropLast(3) }
    guard let number = UInt32(name), number > 0, name.allSatisfy(\.isNumber) else { return nil }
    return number - 1
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension BlockFolder {
  /// What decides, beside its bytes, what the file at `path` means: for chunks the index and the
  /// tombstones of their block, and their segment's number, as which the index names it.
  static func companions(of path: String, format: String?) -> [String] {
    switch format {
    case "tsdb-chunks":
      let block = ofSegment(path)
      return ["index", "tombstones"].compactMap { block.path(of: $0) }
        + [segmentNumber(path).map { "\($0)" } ?? path]
    // Empty ones are alike in all blocks.
    case "tsdb-tombstones": return [ofPart(path).path(of: "index") ?? path]
    default: return []
    }
  }
}
