internal import Digest

/// What the tree holds of a line: commitments to its segments, so that some may be shown and others
/// not (EVIDENCE "Merkle, masking, sealing"; bytes in `Merkle.docc/Format.md`).
///
/// Segment commitment = SHA-256(`estreat.segment/1` ‖ 0x00 ‖ salt ‖ bytes). Leaf data =
/// `estreat.line/1` ‖ 0x00 ‖ count as 4 bytes big-endian ‖ commitments; leaf = SHA-256(0x00 ‖ leaf
/// data).
public enum LineCommitment {
  static let segmentTag = Array("estreat.segment/1\0".utf8)
  static let lineTag = Array("estreat.line/1\0".utf8)

  /// Commitment to one segment, 32 bytes; `salt` has 16.
  public static func segment(salt: [UInt8], bytes: [UInt8]) -> [UInt8] {
    SHA256.digest(segmentTag + salt + bytes)
  }

  /// Leaf hash of a line with these segment commitments, 32 bytes each, in order.
  public static func leaf(_ commitments: [[UInt8]]) -> [UInt8] {
    var data = lineTag
    data.append(bigEndian: UInt32(commitments.count))
    for commitment in commitments { data += commitment }
    return MerkleTree.leafHash(data)
  }

  /// Leaf hash of line `line` (from 1) of `member`, `bytes` with its line feed, split into
  /// `segments`.
  public static func leaf(
    member: String, line: UInt64, bytes: [UInt8], segments: [LineSegment], salts: LineSalts
  ) -> [UInt8] {
    leaf(
      segments.enumerated().map { index, part in
        segment(
          salt: salts.salt(member: member, line: line, segment: UInt32(index)),
          bytes: Array(bytes[part.range]))
      })
  }
}
