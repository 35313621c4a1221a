import Testing

@testable import Evidence

/// The tree against published roots, against the recursive definition, and against changes.
@Suite struct MerkleTreeTests {
  /// Leaves and roots of the test tree of Certificate Transparency (RFC 6962 has the same tree; the
  /// values stand in the tests of google/certificate-transparency). Worked out again with Python's
  /// hashlib by the recursive definition: the same.
  private static let vectors: [(leaf: String, root: String)] = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (
      "606162636465666768696a6b6c6d6e6f",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    ),
  ]

  private static func hex(_ text: String) -> [UInt8] {
    stride(from: 0, to: text.utf8.count, by: 2).map { at in
      let digits = Array(text)[at...(at + 1)]
      return UInt8(String(digits), radix: 16) ?? 0
    }
  }

  private static func leaves(_ count: Int) -> [[UInt8]] {
    (0..<count).map { MerkleTree.leafHash(Array("leaf \($0)".utf8)) }
  }

  /// RFC 9162, 2.1.1, as it is written there.
  private static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
    guard leaves.count > 1 else { return leaves.first ?? MerkleTree.emptyRoot }
    var power = 1
    while 2 * power < leaves.count { power *= 2 }
    let middle = leaves.startIndex + power
    return MerkleTree.nodeHash(root(leaves[..<middle]), root(leaves[middle...]))
  }

  /// RFC 9162, 2.1.3.1, as it is written there.
  private static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
    guard leaves.count > 1 else { return [] }
    var power = 1
    while 2 * power < leaves.count { power *= 2 }
    let middle = leaves.startIndex + power
    return index < power
      ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
      : path(index - power, leaves[middle...]) + [root(leaves[..<middle])]
  }

  @Test func publishedRoots() {
    #expect(
      Hex.text(MerkleTree.root([]))
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var builder = MerkleTree.Builder()
    var leaves: [[UInt8]] = []
    for vector in Self.vectors {
      leaves.append(MerkleTree.leafHash(Self.hex(vector.leaf)))
      builder.append(leaves[leaves.count - 1])
      #expect(Hex.text(builder.root) == vector.root)
      #expect(Hex.text(MerkleTree.root(leaves)) == vector.root)
    }
  }

  /// The paths of the same source: leaf 1 of 8, 6 of 8, 3 of 3, 2 of 5, counted from 1 there.
  @Test func publishedPaths() {
    let leaves = Self.vectors.map { MerkleTree.leafHash(Self.hex($0.leaf)) }
    func path(_ index: Int, _ size: Int) -> [String] {
      let proofs = MerkleTree.inclusionProofs(of: [index], in: Array(leaves.prefix(size))).proofs
      return proofs[index, default: []].map(Hex.text)
    }
    #expect(
      path(0, 8) == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ])
    #expect(
      path(5, 8) == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ])
    #expect(
      path(2, 3) == ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"])
    #expect(
      path(1, 5) == [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ])
  }

  @Test func everySizeAgreesWithTheDefinition() {
    let all = Self.leaves(300)
    var builder = MerkleTree.Builder()
    for size in 1...300 {
      builder.append(all[size - 1])
      let leaves = Array(all.prefix(size))
      let wanted = Self.root(all[..<size])
      let indices = size <= 40 ? Set(0..<size) : [0, 1, size / 2, size - 2, size - 1]
      let (root, proofs) = MerkleTree.inclusionProofs(of: indices, in: leaves)
      #expect(root == wanted && builder.root == wanted && builder.count == UInt64(size))
      for index in indices {
        let path = proofs[index, default: []]
        #expect(path == Self.path(index, all[..<size]), "\(index) of \(size)")
        #expect(
          MerkleTree.verify(
            leaf: leaves[index], index: UInt64(index), size: UInt64(size), path: path, root: root))
      }
    }
  }

  /// Every bit of leaf, path and root, every other index and size.
  @Test(arguments: [1, 2, 3, 5, 8, 11])
  func nothingElseProves(size: Int) {
    let leaves = Self.leaves(size)
    let (root, proofs) = MerkleTree.inclusionProofs(of: Set(0..<size), in: leaves)
    for (index, path) in proofs {
      func holds(
        _ leaf: [UInt8], _ at: Int, _ count: Int, _ path: [[UInt8]], _ root: [UInt8]
      ) -> Bool {
        MerkleTree.verify(
          leaf: leaf, index: UInt64(at), size: UInt64(count), path: path, root: root)
      }
      #expect(holds(leaves[index], index, size, path, root))
      for bit in 0..<256 {
        var leaf = leaves[index]
        leaf[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(!holds(leaf, index, size, path, root))
        var other = root
        other[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(!holds(leaves[index], index, size, path, other))
        for step in path.indices {
          var changed = path
          changed[step][bit / 8] ^= 1 << UInt8(bit % 8)
          #expect(!holds(leaves[index], index, size, changed, root))
        }
      }
      for at in 0..<(2 * size) where at != index {
        #expect(!holds(leaves[index], at, size, path, root), "\(at) for \(index) of \(size)")
      }
      #expect(!holds(leaves[index], index, size, path + [root], root))
      if !path.isEmpty {
        #expect(!holds(leaves[index], index, size, Array(path.dropLast()), root))
        #expect(!holds(leaves[index], index, size, Array(path.dropFirst()), root))
      }
      #expect(!holds(leaves[index], index, 0, path, root))
    }
  }

  /// Blocks of 1 024 and what is left of them give the same tree and the same paths.
  @Test(arguments: [0, 1, 1023, 1024, 1025, 2048, 3000])
  func theRecorderAgrees(size: Int) {
    let leaves = Self.leaves(size)
    let indices = Set([0, 1, 1023, 1024, 2047, size / 2, size - 1].filter { $0 >= 0 && $0 < size })
    var recorder = MerkleRecorder()
    for index in 0..<size {
      leaves[index].withUnsafeBytes { recorder.append($0) }
      // Asked for when it is already there, as the last line of a member is.
      if indices.contains(index) { recorder.want(UInt64(index)) }
    }
    let (root, proofs) = recorder.finish()
    let wanted = MerkleTree.inclusionProofs(of: indices, in: leaves)
    #expect(root == wanted.root && recorder.count == UInt64(size))
    #expect(proofs.count == indices.count)
    for index in indices {
      #expect(proofs[UInt64(index)]?.leaf == leaves[index])
      #expect(proofs[UInt64(index)]?.path == wanted.proofs[index])
    }
    #expect(MerkleTree.root(recorder.blockRoots) == root)
  }
}
