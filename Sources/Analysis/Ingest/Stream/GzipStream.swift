/// A gzip file as a stream of what it holds: members one after another, padding passed over.
///
/// A class because it owns buffers and a library state for the length of one pass.
final class GzipStream {
  private let inflater: any Inflater
  private let input: UnsafeMutableRawBufferPointer
  private var inputFrom = 0
  private var inputEnd = 0
  private var consumed: Int64 = 0
  private var produced: Int64 = 0
  private var isAtMemberEnd = true
  private var isInputAtEnd = false
  private let ratioLimit: Int
  /// Set once the compressed form turns out broken or strange; nothing more comes out then.
  private(set) var defect: ByteSource.StreamDefect?
  private var trailing: Int64 = 0

  init(_ inflater: any Inflater, ratioLimit: Int) {
    self.inflater = inflater
    self.ratioLimit = ratioLimit
    input = .allocate(byteCount: 256 << 10, alignment: 4096)
  }

  deinit { input.deallocate() }

  /// Fills `output` as far as the content goes.
  /// - Parameter refill: reads stored bytes into a buffer; 0 at the end.
  /// - Returns: bytes written; fewer than asked only at the end of the content.
  func read(
    into output: UnsafeMutableRawBufferPointer,
    refill: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws -> Int {
    var filled = 0
    while filled < output.count {
      try hold(1, refill)
      if defect != nil || trailing > 0 {
        // What follows is only acquired: read to its end, and counted.
        if inputFrom == inputEnd { break }
        if defect == nil { trailing += Int64(inputEnd - inputFrom) }
        inputFrom = inputEnd
        continue
      }
      if isAtMemberEnd {
        try hold(Self.headBytes, refill)
        if inputFrom == inputEnd { break }
        guard beginMember() else { continue }
      }
      if !step(output, &filled) { break }
    }
    if isInputAtEnd && trailing > 0 && defect == nil { defect = .trailing(bytes: trailing) }
    return filled
  }

  /// Bytes of a member's head that tell whether it is one: magic, method and flags.
  private static let headBytes = 4

  /// Reads until `count` stored bytes are at hand, or the file has ended.
  private func hold(
    _ count: Int, _ refill: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws {
    guard inputEnd - inputFrom < count, !isInputAtEnd else { return }
    let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(input)[inputFrom..<inputEnd])
    input.copyMemory(from: rest)
    inputFrom = 0
    inputEnd = rest.count
    while inputEnd < count, !isInputAtEnd {
      let read = try refill(UnsafeMutableRawBufferPointer(rebasing: input[inputEnd...]))
      inputEnd += read
      isInputAtEnd = read == 0
    }
  }

  /// Looks at the head of what follows a member, as gzip does: without the magic it is no member.
  /// The inflaters would differ here, one asking for a whole head, the other for none of it.
  /// - Returns: whether a member begins.
  private func beginMember() -> Bool {
    let head = Array(input[inputFrom..<min(inputEnd, inputFrom + Self.headBytes)])
    let magic: [UInt8] = [0x1f, 0x8b]
    if Array(head.prefix(magic.count)) != magic {
      trailing = Int64(inputEnd - inputFrom)
      inputFrom = inputEnd
      return false
    }
    if head.count > 2 && head[2] != 8 || head.count > 3 && head[3] & 0xe0 != 0 {
      defect = .corrupt(offset: consumed)
      return false
    }
    inflater.reset()
    isAtMemberEnd = false
    return true
  }

  /// - Returns: false when nothing can come any more.
  private func step(_ output: UnsafeMutableRawBufferPointer, _ filled: inout Int) -> Bool {
    let rest = UnsafeMutableRawBufferPointer(rebasing: output[filled...])
    do {
      let step = try inflater.step(
        UnsafeRawBufferPointer(rebasing: input[inputFrom..<inputEnd]), into: rest)
      take(consumed: step.consumed, produced: step.produced, &filled)
      isAtMemberEnd = step.isMemberEnd
      if step.consumed == 0 && step.produced == 0 && !isAtMemberEnd && isInputAtEnd {
        defect = .truncated
        return false
      }
    } catch {
      take(consumed: error.consumed, produced: error.produced, &filled)
      defect = .corrupt(offset: consumed)
    }
    if produced > 64 << 20 && produced / max(1, consumed) > Int64(ratioLimit) { defect = .ratio }
    return true
  }

  private func take(consumed: Int, produced: Int, _ filled: inout Int) {
    inputFrom += consumed
    filled += produced
    self.consumed += Int64(consumed)
    self.produced += Int64(produced)
  }
}
