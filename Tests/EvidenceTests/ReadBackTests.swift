import CReadBack
import CZlib
import Testing

@testable import Evidence

/// What our reader of deflate streams accepts, zlib inflates to that very content; and it accepts
/// what compressors make.
@Suite struct ReadBackTests {
  private struct Places: Equatable {
    var lastStartBit = 0
    var endBit = 0
  }

  private func readBack(_ stream: [UInt8], _ content: [UInt8]) -> Places? {
    var places = Places()
    let isRead = estreat_read_back(
      stream, stream.count, content, content.count, &places.lastStartBit, &places.endBit)
    return isRead == 1 ? places : nil
  }

  /// The same by zlib, which stops after each block and tells the bit; nil if it is no stream that
  /// is `content` and ends with the last byte.
  private func inflated(_ stream: [UInt8], _ content: [UInt8]) -> Places? {
    var zlib = z_stream()
    precondition(estreat_inflate_init(&zlib, -15) == Z_OK)
    defer { inflateEnd(&zlib) }
    var input = stream
    var output = [UInt8](repeating: 0, count: content.count + 1)
    var places = Places()
    let inputCount = input.count
    let isSame = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        zlib.next_in = input.baseAddress
        zlib.avail_in = UInt32(input.count)
        zlib.next_out = output.baseAddress
        zlib.avail_out = UInt32(output.count)
        while true {
          let status = inflate(&zlib, Z_BLOCK)
          let bit = (inputCount - Int(zlib.avail_in)) * 8 - Int(zlib.data_type & 7)
          if zlib.data_type & 192 == 192 {
            places.endBit = bit
          } else if zlib.data_type & 128 != 0 {
            places.lastStartBit = bit
          }
          if status == Z_STREAM_END { break }
          if status != Z_OK { return false }
        }
        return zlib.avail_in == 0 && output.count - Int(zlib.avail_out) == content.count
          && output.prefix(content.count).elementsEqual(content)
      }
    }
    return isSame ? places : nil
  }

  private func deflated(_ content: [UInt8], level: Int32, strategy: Int32) -> [UInt8] {
    var zlib = z_stream()
    precondition(estreat_deflate_init(&zlib, level, -15) == Z_OK)
    defer { deflateEnd(&zlib) }
    precondition(deflateParams(&zlib, level, strategy) == Z_OK)
    var input = content
    var output = [UInt8](repeating: 0, count: content.count + content.count / 100 + 1000)
    let room = output.count
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        zlib.next_in = input.baseAddress
        zlib.avail_in = UInt32(input.count)
        zlib.next_out = output.baseAddress
        zlib.avail_out = UInt32(output.count)
        precondition(deflate(&zlib, Z_FINISH) == Z_STREAM_END)
      }
    }
    return Array(output.prefix(room - Int(zlib.avail_out)))
  }

  /// Text, noise, a run, few different bytes, nothing, one byte.
  private static func contents() -> [[UInt8]] {
    var random = SeededGenerator(seed: 21)
    let few = (0..<3000).map { _ in UInt8.random(in: 97...99, using: &random) }
    return [
      random.logText(lines: 1500), random.bytes(70_000), [UInt8](repeating: 120, count: 90_000),
      few, [], [7], random.logText(lines: 3) + random.bytes(40) + random.logText(lines: 3),
    ]
  }

  @Test func readsWhatCompressorsMake() {
    for content in Self.contents() {
      for level in [0, 1, 6, 9] as [Int32] {
        for strategy in [Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED] {
          let stream = deflated(content, level: level, strategy: strategy)
          let found = readBack(stream, content)
          #expect(
            found != nil && found == inflated(stream, content), "level \(level), \(strategy)")
        }
      }
      let output = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Deflater.bound(content.count), alignment: 16)
      defer { output.deallocate() }
      for level in [1, 5, 6, 7, 9, 12] as [Int32] {
        let count = content.withUnsafeBytes {
          Deflater().deflate($0, level: level, isLast: true, into: output)
        }
        let stream = Array(output.prefix(count))
        #expect(readBack(stream, content) == inflated(stream, content), "libdeflate \(level)")
      }
    }
  }

  @Test func refusesOtherContent() {
    for content in Self.contents() where !content.isEmpty {
      let stream = deflated(content, level: 6, strategy: Z_DEFAULT_STRATEGY)
      for step in 0..<20 {
        var other = content
        other[(content.count - 1) * step / 19] ^= 1
        #expect(readBack(stream, other) == nil)
      }
      #expect(readBack(stream, Array(content.dropLast())) == nil)
      #expect(readBack(stream, content + [0]) == nil)
      #expect(readBack(stream + [0], content) == nil)
      #expect(readBack(Array(stream.dropLast()), content) == nil)
    }
  }

  /// Changed streams: never may it accept one that zlib refuses, or reads as something else.
  @Test func isNoLaxerThanZlib() {
    var random = SeededGenerator(seed: 22)
    var accepted = 0
    for content in Self.contents() {
      for strategy in [Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_FIXED] {
        let stream = deflated(content, level: 6, strategy: strategy)
        for round in 0..<300 {
          var changed = stream
          // The head of a stream, where its codes stand, is what matters most.
          let reach = round % 2 == 0 ? min(stream.count, 120) : stream.count
          for _ in 0...(round % 3) {
            changed[Int.random(in: 0..<reach, using: &random)] ^=
              1 << UInt8.random(in: 0..<8, using: &random)
          }
          guard let places = readBack(changed, content) else { continue }
          accepted += 1
          #expect(inflated(changed, content) == places)
        }
      }
    }
    // Some changes do not show: a match from elsewhere, a bit changed and changed back.
    #expect(accepted > 0)
  }
}
