/// Names of what a package holds about its Merkle tree.
public enum MerkleLayout {
  /// What describes the tree; it has no leaves itself.
  static let folder = "data/integrity/"
  /// Size, root, members, block roots and proofs: ``MerkleDocument``.
  public static let document = "data/integrity/merkle.json"
  /// Where lines are split; full packages only, because it tells exact lengths.
  public static let segments = "data/integrity/merkle-segments.jsonl"
  /// K; full packages only.
  public static let key = "data/integrity/mask-key.hex"
  /// In a disclosure copy the lines of member `M` stand in `M.disclosed.jsonl`, one
  /// ``DisclosedLine`` a line, all of them in order.
  public static let disclosedSuffix = ".disclosed.jsonl"
  static let rootField = "Merkle-Root"
  static let leavesField = "Merkle-Leaves"

  /// What the package writes itself and no caller may supply.
  static let reserved: Set<String> = [document, segments, key]

  /// Whether the lines of the member `name` are leaves.
  static func isCovered(_ name: String) -> Bool {
    PackageLayout.isPayload(name) && !name.hasPrefix(folder)
  }
}

/// What `bag-info.txt` states of the tree.
struct MerkleStatement: Sendable, Hashable {
  /// 64 lowercase hex digits.
  var root: String
  var leaves: UInt64

  var fields: [BagInfoField] {
    [
      BagInfoField(MerkleLayout.rootField, root),
      BagInfoField(MerkleLayout.leavesField, String(leaves)),
    ]
  }
}
