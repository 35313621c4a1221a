internal import CLeaves
internal import Digest
internal import Glibc

/// The Merkle tree of RFC 9162, section 2.1, over SHA-256. Hashes are 32 bytes.
public enum MerkleTree {
  /// Root of the tree without leaves: SHA-256 of nothing.
  public static let emptyRoot = SHA256.digest([])

  /// Hash of a leaf: SHA-256(0x00 ‖ data).
  public static func leafHash(_ data: [UInt8]) -> [UInt8] { hash([0], data) }

  /// Hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
  public static func nodeHash(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    hash([1] + left, right)
  }

  private static func hash(_ head: [UInt8], _ body: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { out, count in
      head.withUnsafeBytes { head in
        body.withUnsafeBytes { body in
          guard let base = out.baseAddress else { return }
          ShortSHA256.digest(head, body, into: base)
          count = 32
        }
      }
    }
  }

  /// Works out the root while leaf hashes arrive, in O(log n) memory.
  public struct Builder: Sendable {
    /// Leaves so far.
    public private(set) var count: UInt64 = 0
    /// Roots of the full subtrees of the leaves so far, largest first.
    private var subtrees: [[UInt8]] = []

    /// A tree without leaves.
    public init() {}

    /// Appends the hash of the next leaf.
    public mutating func append(_ leaf: [UInt8]) {
      var hash = leaf
      var rest = count
      while rest & 1 == 1 {
        hash = nodeHash(subtrees.removeLast(), hash)
        rest >>= 1
      }
      subtrees.append(hash)
      count += 1
    }

    /// Root of the leaves so far.
    public var root: [UInt8] {
      guard var hash = subtrees.last else { return emptyRoot }
      for left in subtrees.dropLast().reversed() { hash = nodeHash(left, hash) }
      return hash
    }
  }

  /// Root of `leaves`, which are leaf hashes.
  public static func root(_ leaves: [[UInt8]]) -> [UInt8] {
    inclusionProofs(of: [], in: leaves).root
  }

  /// Root of `leaves`, and the audit path of each leaf in `indices`, from the leaf's sibling
  /// upwards (2.1.3.1).
  public static func inclusionProofs(
    of indices: Set<Int>, in leaves: [[UInt8]]
  ) -> (root: [UInt8], proofs: [Int: [[UInt8]]]) {
    inclusionProofs(of: indices, inFlat: leaves.flatMap { $0 })
  }

  /// The same of leaf hashes one behind another.
  static func inclusionProofs(
    of indices: Set<Int>, inFlat leaves: [UInt8]
  ) -> (root: [UInt8], proofs: [Int: [[UInt8]]]) {
    var count = leaves.count / 32
    var proofs: [Int: [[UInt8]]] = [:]
    for index in indices where index >= 0 && index < count { proofs[index] = [] }
    guard count > 0 else { return (emptyRoot, proofs) }
    // Level by level; a last node without a sibling goes up as it is, which gives the same tree
    // as the recursive definition.
    var level = leaves
    var depth = 0
    while count > 1 {
      for index in proofs.keys {
        let sibling = (index >> depth) ^ 1
        guard sibling < count else { continue }
        proofs[index]?.append(Array(level[(32 * sibling)..<(32 * sibling + 32)]))
      }
      level.withUnsafeMutableBytes { goUp($0, count) }
      count = (count + 1) / 2
      depth += 1
    }
    return (Array(level[..<32]), proofs)
  }

  /// Replaces `count` nodes at the begin of `level` by their parents.
  private static func goUp(_ level: UnsafeMutableRawBufferPointer, _ count: Int) {
    guard let base = level.baseAddress else { return }
    let pairs = count / 2
    if estreat_leaves_supported() == 1 {
      let nodes = base.assumingMemoryBound(to: UInt8.self)
      estreat_nodes(nodes, pairs, nodes)
    } else {
      let tag: [UInt8] = [1]
      tag.withUnsafeBytes { tag in
        for pair in 0..<pairs {
          let children = UnsafeRawBufferPointer(start: base + 64 * pair, count: 64)
          ShortSHA256.digest(tag, children, into: base + 32 * pair)
        }
      }
    }
    if count & 1 == 1 { memmove(base + 32 * pairs, base + 64 * pairs, 32) }
  }

  /// Whether `path` proves that `leaf` is leaf `index` of the tree of `size` leaves under `root`
  /// (2.1.3.2).
  public static func verify(
    leaf: [UInt8], index: UInt64, size: UInt64, path: [[UInt8]], root: [UInt8]
  ) -> Bool {
    guard index < size else { return false }
    var (at, last) = (index, size - 1)
    var hash = leaf
    for sibling in path {
      guard last > 0 else { return false }
      if at & 1 == 1 || at == last {
        hash = nodeHash(sibling, hash)
        while at & 1 == 0, at > 0 {
          at >>= 1
          last >>= 1
        }
      } else {
        hash = nodeHash(hash, sibling)
      }
      at >>= 1
      last >>= 1
    }
    return last == 0 && hash == root
  }
}
