import CZlib
import Testing

@testable import Evidence

/// The inflater of `verify` against zlib: the same content, and a fault of the same kind wherever
/// zlib finds one.
@Suite struct InflateStreamTests {
  private enum Outcome: Equatable {
    case content([UInt8])
    case malformed
    case size
  }

  private static func ours(
    _ stream: [UInt8], contentBytes: Int, step: Int, _ scratch: Scratch
  ) throws -> Outcome {
    // Something stands behind it, as in a zip; the stream must not reach into it.
    let path = try scratch.write("stream", [0xAA] + stream + [0x55, 0xAA])
    let inflater = InflateStream(
      try InputFile(path: path), at: 1, count: UInt64(stream.count),
      contentBytes: UInt64(contentBytes))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: step, alignment: 16)
    defer { buffer.deallocate() }
    var content: [UInt8] = []
    while true {
      let piece = try inflater.read(into: buffer)
      content += buffer[..<piece.count]
      guard piece.isLast else { continue }
      switch piece.fault {
      case nil: return .content(content)
      case .size: return .size
      case .malformed: return .malformed
      }
    }
  }

  private static func zlibs(_ stream: [UInt8], contentBytes: Int) -> Outcome {
    var zlib = z_stream()
    precondition(estreat_inflate_init(&zlib, -15) == Z_OK)
    defer { inflateEnd(&zlib) }
    var input = stream + [0]
    var output = [UInt8](repeating: 0, count: contentBytes + 1)
    return input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        zlib.next_in = input.baseAddress
        zlib.avail_in = UInt32(stream.count)
        zlib.next_out = output.baseAddress
        zlib.avail_out = UInt32(output.count)
        while true {
          let status = inflate(&zlib, Z_BLOCK)
          // Only where it has just ended the last block does zlib tell the bits behind it.
          let unused = zlib.data_type & 192 == 192 ? UInt8(zlib.data_type & 7) : 0
          if unused > 0, zlib.next_in[-1] >> (8 - unused) != 0 { return .malformed }
          if zlib.avail_out == 0 { return .size }
          if status == Z_STREAM_END { break }
          if status != Z_OK { return .malformed }
        }
        // Less than is stated is a wrong size, whatever follows.
        let made = output.count - Int(zlib.avail_out)
        if made != contentBytes { return .size }
        return zlib.avail_in > 0 ? .malformed : .content(Array(output[..<made]))
      }
    }
  }

  private static func deflated(_ content: [UInt8], level: Int32, strategy: Int32) -> [UInt8] {
    var zlib = z_stream()
    precondition(estreat_deflate_init(&zlib, level, -15) == Z_OK)
    defer { deflateEnd(&zlib) }
    precondition(deflateParams(&zlib, level, strategy) == Z_OK)
    var input = content + [0]
    var output = [UInt8](repeating: 0, count: content.count + content.count / 100 + 1000)
    let room = output.count
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        zlib.next_in = input.baseAddress
        zlib.avail_in = UInt32(content.count)
        zlib.next_out = output.baseAddress
        zlib.avail_out = UInt32(output.count)
        precondition(deflate(&zlib, Z_FINISH) == Z_STREAM_END)
      }
    }
    return Array(output.prefix(room - Int(zlib.avail_out)))
  }

  private static func streams() -> [(content: [UInt8], stream: [UInt8])] {
    var random = SeededGenerator(seed: 61)
    let contents = [
      random.logText(lines: 6000), random.bytes(3000), [UInt8](repeating: 9, count: 300_000), [],
      [1], random.logText(lines: 20),
    ]
    return contents.flatMap { content in
      [(6, Z_DEFAULT_STRATEGY), (0, Z_DEFAULT_STRATEGY), (6, Z_FIXED), (6, Z_HUFFMAN_ONLY)]
        .map { (content, deflated(content, level: $0.0, strategy: $0.1)) }
    }
  }

  @Test func soundStreamsInAnySteps() throws {
    let scratch = try Scratch()
    for (content, stream) in Self.streams() {
      for step in [1 << 20, 65_536, 4_000] {
        #expect(
          try Self.ours(stream, contentBytes: content.count, step: step, scratch)
            == .content(content))
      }
      // Sizes that lie, streams that are cut or go on.
      for count in [content.count + 1, max(content.count - 1, 0), content.count + 70_000] {
        #expect(
          try Self.ours(stream, contentBytes: count, step: 65_536, scratch)
            == Self.zlibs(stream, contentBytes: count))
      }
      for other in [Array(stream.dropLast()), stream + [0], stream + [0, 1], []] {
        let found = try Self.ours(other, contentBytes: content.count, step: 65_536, scratch)
        #expect(found == Self.zlibs(other, contentBytes: content.count))
        #expect(found == .malformed)
      }
    }
  }

  @Test func changedStreams() throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 62)
    var refused = 0
    for (content, stream) in Self.streams() {
      for round in 0..<60 {
        var changed = stream
        let reach = round % 2 == 0 ? min(stream.count, 100) : stream.count
        changed[Int.random(in: 0..<reach, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
        let found = try Self.ours(changed, contentBytes: content.count, step: 65_536, scratch)
        let wanted = Self.zlibs(changed, contentBytes: content.count)
        switch (found, wanted) {
        case (.content(let a), .content(let b)): #expect(a == b)
        // Too long and broken further on: whichever is met first.
        case (.malformed, .size), (.size, .malformed): refused += 1
        default:
          #expect(found == wanted)
          refused += 1
        }
      }
    }
    #expect(refused > 100)
  }
}
