/// Root, block roots and inclusion proofs of a tree whose leaves arrive one by one, in memory that
/// a block bounds.
///
/// A block is 1 024 leaves in a row, the last may have fewer: each is a subtree of the whole, so
/// that its root is an inner node, and the block roots make the tree as if they were leaves.
struct MerkleRecorder {
  /// Leaves of a block; a power of two.
  static let blockLeaves = 1024

  /// One leaf and its audit path.
  struct Proof: Hashable {
    var leaf: [UInt8]
    /// From the leaf's sibling upwards.
    var path: [[UInt8]]
  }

  private(set) var count: UInt64 = 0
  private(set) var blockRoots: [[UInt8]] = []
  /// Leaf hashes of the block that is open, 32 bytes each.
  private var block: [UInt8] = []
  private var wanted: [UInt64]
  private var partial: [(leaf: UInt64, proof: Proof)] = []

  /// - Parameter wanted: leaves whose proofs are wanted, ascending; more may be added.
  init(wanted: [UInt64] = []) {
    self.wanted = wanted
    block.reserveCapacity(Self.blockLeaves * 32)
  }

  /// Asks for the proof of the leaf that was appended last, or of the next one. Ascending.
  mutating func want(_ leaf: UInt64) {
    if wanted.last.map({ $0 < leaf }) ?? true { wanted.append(leaf) }
  }

  /// Appends the next leaf hashes, 32 bytes each.
  mutating func append(_ leaves: UnsafeRawBufferPointer) {
    var rest = leaves
    while !rest.isEmpty {
      // Not before the next leaf comes: until then, the last one may still be asked for.
      if block.count == Self.blockLeaves * 32 { closeBlock() }
      let part = rest.prefix(Self.blockLeaves * 32 - block.count)
      block.append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
      count += UInt64(part.count / 32)
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
    }
  }

  /// Ends the tree.
  /// - Returns: its root, and the proofs of the wanted leaves that it has.
  mutating func finish() -> (root: [UInt8], proofs: [UInt64: Proof]) {
    if !block.isEmpty { closeBlock() }
    let paths = MerkleTree.inclusionProofs(
      of: Set(partial.map { Int($0.leaf) / Self.blockLeaves }), in: blockRoots)
    var proofs: [UInt64: Proof] = [:]
    for (leaf, proof) in partial {
      var whole = proof
      whole.path += paths.proofs[Int(leaf) / Self.blockLeaves, default: []]
      proofs[leaf] = whole
    }
    return (paths.root, proofs)
  }

  private mutating func closeBlock() {
    let first = UInt64(blockRoots.count * Self.blockLeaves)
    let own = wanted.filter { $0 >= first && $0 < count }
    let paths = MerkleTree.inclusionProofs(of: Set(own.map { Int($0 - first) }), inFlat: block)
    for leaf in own {
      let index = Int(leaf - first)
      let hash = Array(block[(32 * index)..<(32 * index + 32)])
      partial.append((leaf, Proof(leaf: hash, path: paths.proofs[index, default: []])))
    }
    wanted.removeAll { $0 < count }
    blockRoots.append(paths.root)
    block.removeAll(keepingCapacity: true)
  }
}
