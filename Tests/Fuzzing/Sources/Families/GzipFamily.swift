@testable internal import Analysis
internal import CZlib

/// Gzip files, whole and broken: both inflaters give the same bytes and the same kind of defect.
///
/// The first control byte chooses: 0, the content is the file; else it is compressed by that level,
/// parted into members, and then broken at one place as the other bytes say.
struct GzipFamily: FuzzFamily {
  let name = "gzip"
  let controlBytes = 6
  let seedPaths = [".gz", "/json-access/"]
  let seedChoices = 3
  private static let slackBytes = 3

  let tokens = ["\u{1f}", "\u{0}\u{0}\u{0}\u{0}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    var file = control[0] == 0 ? Array(content) : members(content, control)
    if control[0] != 0 { damage(&file, control) }
    // What does not begin so is no gzip file.
    guard file.starts(with: [0x1f, 0x8b, 0x08]) else { return }
    let size = max(1, Int(control[5]) * 7)
    let isal = inflate(file, IsalInflater(), refill: 256 << 10, output: 64 << 10)
    for (refill, output) in [(256 << 10, 64 << 10), (size, 64 << 10), (size, size)] {
      let other = inflate(file, ZlibInflater(), refill: refill, output: output)
      compare(isal, other, "zlib, \(refill) and \(output)")
      let same = inflate(file, IsalInflater(), refill: refill, output: output)
      compare(isal, same, "ISA-L, \(refill) and \(output)")
    }
  }

  private func compare(_ wanted: Inflated, _ found: Inflated, _ what: String) {
    // Of a stream that is both broken and cut shortly after, ISA-L may ask for more before it looks.
    let isBroken = [wanted.kind, found.kind].allSatisfy { ["corrupt", "truncated"].contains($0) }
    demand(
      wanted.kind == found.kind || isBroken,
      "\(what): \(found.defect as Any), not \(wanted.defect as Any)")
    // ISA-L decodes several short codes at a time, and gives none of them when the last is cut.
    // Broken codes show to one earlier than to the other; up to there the bytes are equal.
    let common = min(wanted.bytes.count, found.bytes.count)
    let rest = max(wanted.bytes.count, found.bytes.count) - common
    let mayDiffer =
      wanted.kind == "corrupt" || wanted.kind != found.kind
      || wanted.kind == "truncated" && rest <= Self.slackBytes
    demand(
      wanted.bytes[..<common] == found.bytes[..<common] && (rest == 0 || mayDiffer),
      "\(what): \(found.bytes.count) bytes, not \(wanted.bytes.count); \(wanted.kind)")
  }

  private struct Inflated {
    var bytes: [UInt8]
    var defect: ByteSource.StreamDefect?
    var kind: String {
      switch defect {
      case nil: "none"
      case .truncated: "truncated"
      case .corrupt: "corrupt"
      case .ratio: "ratio"
      case .trailing(let bytes): "trailing \(bytes)"
      }
    }
  }

  private func inflate(
    _ file: [UInt8], _ inflater: any Inflater, refill: Int, output: Int
  ) -> Inflated {
    let stream = GzipStream(inflater, ratioLimit: 2_000)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: output, alignment: 1)
    defer { buffer.deallocate() }
    var result = Inflated(bytes: [])
    var at = 0
    while true {
      let count = try? stream.read(into: buffer) { target in
        let taken = min(refill, target.count, file.count - at)
        target.copyBytes(from: file[at..<(at + taken)])
        at += taken
        return taken
      }
      guard let count, count > 0 else { break }
      result.bytes += buffer[..<count]
      demand(result.bytes.count <= file.count * 1_100, "more comes out than deflate can hold")
    }
    result.defect = stream.defect
    return result
  }

  private func members(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) -> [UInt8] {
    let count = Int(control[1] % 4) + 1
    let step = max(1, content.count / count)
    var file: [UInt8] = []
    var at = 0
    repeat {
      let end = min(content.count, at + step)
      file += compress(UnsafeRawBufferPointer(rebasing: content[at..<end]), level: control[0] % 10)
      at = end
    } while at < content.count
    return file
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, level: UInt8) -> [UInt8] {
    var stream = z_stream()
    demand(
      estreat_deflate_init(&stream, Int32(level), 15 + 16) == Z_OK, "zlib does not start")
    defer { deflateEnd(&stream) }
    var out = [UInt8](repeating: 0, count: bytes.count + bytes.count / 500 + 64)
    let made = out.withUnsafeMutableBytes { target in
      stream.next_in = UnsafeMutablePointer(
        mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.avail_in = UInt32(bytes.count)
      stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(target.count)
      demand(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib does not finish")
      return target.count - Int(stream.avail_out)
    }
    return Array(out[..<made])
  }

  /// One change at the place that control bytes 3 and 4 give.
  private func damage(_ file: inout [UInt8], _ control: [UInt8]) {
    guard !file.isEmpty else { return }
    let at = (Int(control[3]) << 8 | Int(control[4])) % file.count
    switch control[2] % 6 {
    case 1: file[at] ^= 1 << (control[2] >> 5)
    case 2: file.removeLast(file.count - at)
    case 3: file += repeatElement(control[3], count: Int(control[4]))
    case 4: file += [0x1f] + repeatElement(control[3], count: Int(control[4] % 16))
    case 5: file.remove(at: at)
    default: break
    }
  }
}
