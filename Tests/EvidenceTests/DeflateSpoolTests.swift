import Testing

@testable import Evidence

@Suite struct DeflateSpoolTests {
  @Test(arguments: [0, 1, 5_000, 40_000, 1 << 20])
  func givesBackEveryMember(mostHeldBytes: Int) throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 71)
    let spool = DeflateSpool(folder: scratch.path + "/", mostHeldBytes: mostHeldBytes)
    let contents = (0..<9).map { random.logText(lines: $0 % 4 * 200) }
    let deflater = Deflater()
    var members: [SpooledMember] = []
    for content in contents {
      var member = SpooledMember(offset: spool.sizeBytes)
      // Members of several blocks, none of them full.
      for start in stride(from: 0, through: content.count, by: 9_000) {
        let block = DeflateBlock()
        let rest = content[start...].prefix(9_000)
        block.start()
        Array(rest).withUnsafeBytes {
          block.append($0, isLast: start + 9_000 > content.count)
        }
        block.run(deflater)
        try spool.append(block.deflated)
        member.append(block)
      }
      members.append(member)
    }
    // The file has no name.
    #expect(try scratch.contents == [])
    for (member, content) in zip(members, contents).reversed() {
      #expect(member.contentBytes == UInt64(content.count))
      #expect(member.crc == RawZip.crc32(content))
      var stream: [UInt8] = []
      try spool.read(member) { stream += $0 }
      let path = try scratch.write("stream", stream)
      let inflater = InflateStream(
        try InputFile(path: path), at: 0, count: UInt64(stream.count),
        contentBytes: member.contentBytes)
      let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: content.count + 1, alignment: 16)
      defer { buffer.deallocate() }
      let piece = try inflater.read(into: buffer)
      #expect(piece.isLast && piece.fault == nil)
      #expect(Array(buffer[..<piece.count]) == content)
    }
  }
}
