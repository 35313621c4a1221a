public import Diagnostics

/// Single lines with what proves them: a document that stands alone. Whoever has the root from the
/// signed package can check it without our software (`Merkle.docc/Format.md`).
public struct DisclosureProof: Sendable, Hashable {
  static let schema = "estreat.disclosure/1"

  /// One line and its place in the tree.
  public struct Line: Sendable, Hashable {
    /// Member it stands in, by its name in the full package.
    public var member: String
    /// Its leaf, from 0.
    public var leaf: UInt64
    /// What is shown of it.
    public var shown: DisclosedLine
    /// Audit path, from the leaf's sibling upwards.
    public var path: [[UInt8]]
  }

  /// Package id of the package that the lines were taken from, 64 hex digits.
  public var packageID: String
  /// Leaves of the tree.
  public var treeSize: UInt64
  /// Its root.
  public var root: [UInt8]
  /// The lines, in the order of their leaves.
  public var lines: [Line]

  /// The root as 64 lowercase hex digits.
  public var rootText: String { Hex.text(root) }

  /// The document, one disclosed line a line.
  public var text: String {
    let lines = lines.map { line in
      StrictJSON.object([
        .init(name: "member", value: .string(line.member)),
        .init(name: "leaf", value: .integer(line.leaf)),
        .init(name: "line", value: .integer(line.shown.line)),
        .init(name: "segments", value: line.shown.value["segments"] ?? .array([])),
        .init(name: "path", value: .array(line.path.map { .string(Hex.text($0)) })),
      ]).written
    }
    return """
      {"schema":"\(Self.schema)",
      "packageId":"\(packageID)",
      "algorithm":"\(MerkleDocument.algorithm)",
      "treeSize":\(treeSize),
      "root":"\(rootText)",
      "lines":[
      \(lines.joined(separator: ",\n"))
      ]}

      """
  }

  /// Reads a document.
  /// - Throws: `disclosure-malformed`, `file-unreadable`.
  public init(file path: String) throws(DiagnosticError) {
    let file = try InputFile(path: path)
    do throws(MerkleDefect) {
      guard file.sizeBytes <= Self.largestBytes else {
        throw MerkleDefect(reason: "it is larger than \(Self.largestBytes) bytes")
      }
      self = try Self(try Self.content(file))
    } catch {
      throw DiagnosticError(
        Diagnostic(
          .error, "disclosure-malformed", "it is no proof of lines: \(error.reason)",
          at: SourceLocation(file: path), fix: "name a file that estreat disclose wrote"))
    }
  }

  private static let largestBytes: UInt64 = 256 << 20

  private static func content(_ file: InputFile) throws(MerkleDefect) -> [UInt8] {
    do {
      return try file.bytes(at: 0, count: Int(file.sizeBytes))
    } catch {
      throw MerkleDefect(reason: "it cannot be read to its end")
    }
  }

  init(packageID: String, treeSize: UInt64, root: [UInt8], lines: [Line]) {
    self.packageID = packageID
    self.treeSize = treeSize
    self.root = root
    self.lines = lines
  }

  init(_ bytes: [UInt8]) throws(MerkleDefect) {
    let value: StrictJSON
    do {
      value = try StrictJSONReader.read(bytes)
    } catch {
      throw MerkleDefect(reason: "\(error.reason) (byte \(error.at))")
    }
    guard value["schema"]?.text == Self.schema,
      value["algorithm"]?.text == MerkleDocument.algorithm
    else { throw MerkleDefect(reason: "it is not of the schema \(Self.schema)") }
    guard let id = value["packageId"]?.text, Hex.bytes(id, count: 32) != nil,
      let treeSize = value["treeSize"]?.number, let root = MerkleDocument.hash(value["root"]),
      let elements = value["lines"]?.elements, !elements.isEmpty
    else { throw MerkleDefect(reason: "a member is missing or of another kind") }
    self.init(packageID: id, treeSize: treeSize, root: root, lines: [])
    for element in elements { lines.append(try Self.line(element)) }
  }

  private static func line(_ value: StrictJSON) throws(MerkleDefect) -> Line {
    guard value.names == ["member", "leaf", "line", "segments", "path"],
      let member = value["member"]?.text, let leaf = value["leaf"]?.number,
      let line = value["line"], let segments = value["segments"],
      let path = MerkleDocument.hashes(value["path"])
    else { throw MerkleDefect(reason: "a line is not whole") }
    do throws(DisclosedLineError) {
      let shown = try DisclosedLine(
        .object([.init(name: "line", value: line), .init(name: "segments", value: segments)]))
      return Line(member: member, leaf: leaf, shown: shown, path: path)
    } catch {
      throw MerkleDefect(reason: error.reason)
    }
  }
}

extension DisclosureProof {
  /// Writes the document, mode 0600; it appears under its name only when it is whole.
  /// - Throws: `output-unwritable`.
  public func write(to path: String) throws(DiagnosticError) {
    var file = try OutputFile(path: path)
    try file.write(Array(text.utf8))
    try file.commit()
  }
}
