/// `data/integrity/merkle.json`: what a reader needs to prove any line (`Merkle.docc/Format.md`).
struct MerkleDocument: Sendable, Hashable {
  static let schema = "estreat.merkle/1"
  static let algorithm = "RFC 9162 SHA-256"

  /// One member and its leaves.
  struct Member: Sendable, Hashable {
    var name: String
    var firstLeaf: UInt64
    var lines: UInt64
  }

  /// The audit path of one line.
  struct Proof: Sendable, Hashable {
    var leaf: UInt64
    var hash: [UInt8]
    /// From the leaf's sibling upwards.
    var path: [[UInt8]]
  }

  var treeSize: UInt64
  var root: [UInt8]
  /// In byte order of the names, which is the order of the leaves.
  var members: [Member]
  /// Roots of each `MerkleRecorder.blockLeaves` leaves in a row.
  var blockRoots: [[UInt8]]
  /// Of the first and the last line of each member, and of lines that are cited.
  var proofs: [Proof]

  var statement: MerkleStatement { MerkleStatement(root: Hex.text(root), leaves: treeSize) }

  /// The member that leaf `leaf` belongs to, and the number of its line there.
  func place(of leaf: UInt64) -> (member: String, line: UInt64)? {
    guard let member = members.last(where: { $0.firstLeaf <= leaf && $0.lines > 0 }),
      leaf - member.firstLeaf < member.lines
    else { return nil }
    return (member.name, leaf - member.firstLeaf + 1)
  }

  /// Leaf of line `line` of `member`.
  func leaf(member name: String, line: UInt64) -> UInt64? {
    guard let member = members.first(where: { $0.name == name }), line > 0, line <= member.lines
    else { return nil }
    return member.firstLeaf + line - 1
  }

  /// The document, one member, block root or proof a line.
  var text: String {
    func list(_ elements: [String]) -> String {
      elements.isEmpty ? "[]" : "[\n" + elements.joined(separator: ",\n") + "\n]"
    }
    let members = members.map { member in
      let name = StrictJSON.quoted(member.name)
      return "{\"name\":\(name),\"firstLeaf\":\(member.firstLeaf),\"lines\":\(member.lines)}"
    }
    let proofs = proofs.map { proof in
      let path = proof.path.map { "\"\(Hex.text($0))\"" }.joined(separator: ",")
      return "{\"leaf\":\(proof.leaf),\"hash\":\"\(Hex.text(proof.hash))\",\"path\":[\(path)]}"
    }
    return """
      {"schema":"\(Self.schema)",
      "algorithm":"\(Self.algorithm)",
      "treeSize":\(treeSize),
      "root":"\(Hex.text(root))",
      "members":\(list(members)),
      "blockLeaves":\(MerkleRecorder.blockLeaves),
      "blockRoots":\(list(blockRoots.map { "\"\(Hex.text($0))\"" })),
      "proofs":\(list(proofs))}

      """
  }
}

extension MerkleDocument {
  /// Reads the document; members must follow each other without gaps and add up to the tree size.
  init(_ bytes: [UInt8]) throws(MerkleDefect) {
    let value: StrictJSON
    do {
      value = try StrictJSONReader.read(bytes)
    } catch {
      throw MerkleDefect(reason: "\(error.reason) (byte \(error.at))")
    }
    guard value["schema"]?.text == Self.schema, value["algorithm"]?.text == Self.algorithm,
      value["blockLeaves"]?.number == UInt64(MerkleRecorder.blockLeaves)
    else { throw MerkleDefect(reason: "it is not of the schema \(Self.schema)") }
    guard let treeSize = value["treeSize"]?.number, let root = Self.hash(value["root"]),
      let members = value["members"]?.elements, let roots = Self.hashes(value["blockRoots"]),
      let proofs = value["proofs"]?.elements
    else { throw MerkleDefect(reason: "a member is missing or of another kind") }
    self.init(treeSize: treeSize, root: root, members: [], blockRoots: roots, proofs: [])
    var next: UInt64 = 0
    for member in members {
      guard let name = member["name"]?.text, let first = member["firstLeaf"]?.number,
        let lines = member["lines"]?.number, first == next, lines <= .max - next
      else { throw MerkleDefect(reason: "the leaves of the members do not follow each other") }
      if let last = self.members.last, !last.name.utf8.lexicographicallyPrecedes(name.utf8) {
        throw MerkleDefect(reason: "the members are not in byte order")
      }
      self.members.append(Member(name: name, firstLeaf: first, lines: lines))
      next += lines
    }
    guard next == treeSize else {
      throw MerkleDefect(reason: "the members have \(next) lines, the tree \(treeSize) leaves")
    }
    for proof in proofs {
      guard let leaf = proof["leaf"]?.number, let hash = Self.hash(proof["hash"]),
        let path = Self.hashes(proof["path"])
      else { throw MerkleDefect(reason: "a proof is not whole") }
      self.proofs.append(Proof(leaf: leaf, hash: hash, path: path))
    }
  }

  static func hash(_ value: StrictJSON?) -> [UInt8]? {
    value?.text.flatMap { Hex.bytes($0, count: 32) }
  }

  static func hashes(_ value: StrictJSON?) -> [[UInt8]]? {
    guard let elements = value?.elements else { return nil }
    let hashes = elements.compactMap { hash($0) }
    return hashes.count == elements.count ? hashes : nil
  }
}

/// Why something about the tree cannot be read.
struct MerkleDefect: Error, Hashable {
  var reason: String
}
