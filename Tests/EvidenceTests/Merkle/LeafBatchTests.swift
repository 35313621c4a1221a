import Testing

@testable import Evidence

/// Leaves by the batch, with and without the instructions for two at a time, against the words of
/// Format.md one by one.
@Suite struct LeafBatchTests {
  @Test(arguments: ["data/a", "data/logs/" + String(repeating: "n", count: 1014)])
  func leavesAreThoseOfTheFormat(member: String) {
    let salts = MaskKey.example.salts
    var random = SeededGenerator(seed: 41)
    // Lengths around each number of SHA-256 blocks, then any.
    let lengths = Array(1...330) + (0..<200).map { _ in Int.random(in: 1...3000, using: &random) }
    let lines = lengths.map { random.bytes($0) }
    var segments: [Int: [LineSegment]] = [:]
    for index in lines.indices where index % 7 == 3 {
      let span = SensitiveSpan(range: (lengths[index] / 2)..<lengths[index], rule: "R")
      segments[index] = LineSegment.split(lengths[index], at: [span])
    }
    let wanted = lines.indices.map { index in
      LineCommitment.leaf(
        member: member, line: UInt64(index + 1), bytes: lines[index],
        segments: segments[index] ?? [LineSegment(range: 0..<lengths[index], rule: nil)],
        salts: salts)
    }
    // Where a processor has no such instructions both are the slow way.
    for batch in [
      LeafBatch(member: member, salts: salts, canPair: false),
      LeafBatch(member: member, salts: salts),
    ] {
      var found: [UInt8] = []
      let joined = lines.flatMap { $0 }
      joined.withUnsafeBytes { bytes in
        var start = 0
        for (index, length) in lengths.enumerated() {
          if batch.isFull || index == 1 { batch.flush { found += $0 } }
          batch.add(
            UInt64(index + 1), UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]),
            segments[index])
          start += length
        }
        batch.flush { found += $0 }
      }
      #expect(found == wanted.flatMap { $0 })
    }
  }

  /// RFC 9162, 2.1.1: the tree by its recursive definition.
  @Test func rootsAreThoseOfTheDefinition() {
    func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
      if leaves.count == 1 { return leaves[leaves.startIndex] }
      var split = 1
      while split * 2 < leaves.count { split *= 2 }
      let middle = leaves.startIndex + split
      return MerkleTree.nodeHash(root(leaves[..<middle]), root(leaves[middle...]))
    }
    var random = SeededGenerator(seed: 42)
    for count in Array(1...70) + [1023, 1024, 1025, 3000] {
      let leaves = (0..<count).map { _ in random.bytes(32) }
      #expect(MerkleTree.root(leaves) == root(leaves[...]), "\(count) leaves")
      var recorder = MerkleRecorder(wanted: [UInt64(count / 2)])
      leaves.flatMap { $0 }.withUnsafeBytes { bytes in
        // In parts that fit no block.
        for start in stride(from: 0, to: bytes.count, by: 32 * 300) {
          recorder.append(
            UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(32 * 300)))
        }
      }
      let (found, proofs) = recorder.finish()
      #expect(found == root(leaves[...]))
      let proof = proofs[UInt64(count / 2)]
      #expect(
        MerkleTree.verify(
          leaf: leaves[count / 2], index: UInt64(count / 2), size: UInt64(count),
          path: proof?.path ?? [], root: found))
    }
  }
}
