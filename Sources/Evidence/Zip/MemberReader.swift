internal import Diagnostics
internal import Digest

/// Reads the content of one member once: for its digests, its CRC and its compressed form.
struct MemberReader {
  /// What one reading found.
  struct Reading {
    /// Nil if the content could not be read to its stated end.
    var digest: MemberDigest?
    /// The bytes, if they were asked for.
    var bytes: [UInt8] = []
    /// Whether deflating the content again gives the same compressed bytes; nil if not tried.
    var isDeflatedAsHere: Bool?
  }

  let file: InputFile

  /// - Parameters:
  ///   - keepsBytes: also return the content.
  ///   - deflatesAgain: also compare with what we make of the content.
  func read(
    _ member: ZipMember, keepsBytes: Bool, deflatesAgain: Bool, log: inout ProblemLog
  ) throws(DiagnosticError) -> Reading {
    var reading = Reading()
    guard let dataOffset = member.dataOffset else { return reading }
    let stated = member.stated
    let sha256 = SHA256()
    let sm3 = SM3()
    var crc: UInt32 = 0
    var readBytes: UInt64 = 0
    var twin = deflatesAgain ? DeflateTwin(file: file, at: dataOffset, of: stated) : nil
    let fault = try forEachChunk(of: stated, at: dataOffset) { (chunk) throws(DiagnosticError) in
      sha256.update(chunk)
      sm3.update(chunk)
      crc = crc32(crc, chunk)
      readBytes += UInt64(chunk.count)
      if keepsBytes { reading.bytes.append(contentsOf: chunk) }
      try twin?.compare(chunk, isLast: readBytes == stated.contentBytes)
    }
    switch fault {
    case .malformed(let reason):
      log.add(
        "bad-deflate", "the compressed data is broken: \(reason)", member: member.name,
        offset: dataOffset)
      return reading
    case .size:
      log.add(
        "size-mismatch", "the data does not give \(stated.contentBytes) bytes",
        member: member.name, offset: dataOffset)
      return reading
    case nil: break
    }
    if crc != stated.crc {
      log.add("crc-mismatch", "the CRC is wrong", member: member.name, offset: dataOffset)
    }
    // No chunk at all means no content; its compressed form has to be compared all the same.
    if stated.contentBytes == 0 {
      try twin?.compare(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
    }
    reading.digest = MemberDigest(
      sizeBytes: readBytes, sha256: hexString(sha256.finish()), sm3: hexString(sm3.finish()))
    reading.isDeflatedAsHere = twin?.isEqual(toLength: stated.compressedBytes)
    return reading
  }

  /// Hands over the content chunk by chunk.
  /// - Returns: nil, or why it cannot be read to its end.
  func forEachChunk(
    of stated: ZipHeader, at offset: UInt64,
    _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) -> Inflater.Fault? {
    switch ZipMethod(rawValue: stated.method) {
    case .deflated:
      return try Inflater().read(
        file, at: offset, count: stated.compressedBytes, contentBytes: stated.contentBytes, body)
    case .stored:
      guard stated.compressedBytes == stated.contentBytes else { return .size }
      let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ZipFormat.chunkBytes, alignment: 16)
      defer { buffer.deallocate() }
      var done: UInt64 = 0
      while done < stated.contentBytes {
        let wanted = Int(min(UInt64(buffer.count), stated.contentBytes - done))
        let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
        guard try file.read(at: offset + done, into: target) == wanted else { return .size }
        try body(UnsafeRawBufferPointer(target))
        done += UInt64(wanted)
      }
      return nil
    case nil:
      return .malformed("method \(stated.method) is not known")
    }
  }
}

/// Deflates content again and compares with the compressed bytes in the file.
///
/// Some changes of compressed bytes do not change the content (a match taken from elsewhere);
/// no digest in the package can show them, because the package id must not depend on deflate.
struct DeflateTwin: ~Copyable {
  private let file: InputFile
  private let deflater = Deflater()
  private let level = DeflateLevel()
  private var offset: UInt64 = 0
  private let start: UInt64
  private var made: UInt64 = 0
  private var isEqual = true
  private let contentBytes: UInt64
  private let block: DeflateBlock
  private let scratch = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ZipFormat.chunkBytes, alignment: 16)

  init(file: InputFile, at offset: UInt64, of stated: ZipHeader) {
    self.file = file
    self.start = offset
    self.contentBytes = stated.contentBytes
    self.block = DeflateBlock(room: contentBytes)
  }

  deinit { scratch.deallocate() }

  /// Takes the next chunk; chunks are as long as the writer's, so that blocks end alike.
  mutating func compare(
    _ chunk: UnsafeRawBufferPointer, isLast: Bool
  ) throws(DiagnosticError) {
    guard isEqual else { return }
    block.append(chunk, isLast: isLast)
    guard isLast || block.isFull else { return }
    block.level = level.level(of: block.content, at: offset, in: contentBytes)
    offset += UInt64(block.count)
    block.run(deflater)
    var rest = block.deflated
    while !rest.isEmpty, isEqual {
      let step = UnsafeRawBufferPointer(rebasing: rest.prefix(scratch.count))
      let target = UnsafeMutableRawBufferPointer(rebasing: scratch[..<step.count])
      let count = try file.read(at: start + made, into: target)
      let isSame = count == step.count && step.isEqual(to: UnsafeRawBufferPointer(target))
      if !isSame { isEqual = false }
      made += UInt64(step.count)
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(step.count))
    }
    guard !isLast else { return }
    block.start()
  }

  /// Whether everything was equal and the whole is `length` bytes long.
  func isEqual(toLength length: UInt64) -> Bool { isEqual && made == length }
}
