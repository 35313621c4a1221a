internal import Diagnostics

/// Writes one zip by the byte rules of `ZipFormat`, streaming, in the order of `add`.
///
/// The file appears under its name at `finish`; a writer that is dropped before leaves nothing.
struct ZipWriter: ~Copyable {
  private var output: OutputFile
  private var entries: [ZipEntry]
  /// Deflated members of which not all blocks are written yet: from this one on.
  private var firstOpen: Int
  /// Whether the next block begins a member.
  private var isAtStart = true
  private var pipeline: DeflatePipeline
  private let level = DeflateLevel()
  private let store: Bool
  private let limits: Zip64Limits
  /// Entries that stood in the package before it was appended to.
  private let kept: Int

  /// Starts a zip of mode 0600 that will be named `path`.
  /// - Parameters:
  ///   - store: keep every member uncompressed, for byte identity between builds of libdeflate.
  ///   - jobs: threads that deflate; no byte depends on it.
  /// - Throws: `output-unwritable`.
  init(
    path: String, store: Bool = false, jobs: Int = 1, limits: Zip64Limits = Zip64Limits()
  ) throws(DiagnosticError) {
    self.output = try OutputFile(path: path)
    self.pipeline = DeflatePipeline(jobs: jobs)
    self.store = store
    self.limits = limits
    self.entries = []
    self.firstOpen = 0
    self.kept = 0
  }

  /// Starts a zip that begins with the local entries of another, byte for byte.
  /// - Parameters:
  ///   - file: the other one; what lies before its central directory is copied.
  ///   - entries: all of its entries, in their order, without gaps.
  /// - Throws: `file-unreadable`, `file-changed-while-read`, `output-unwritable`.
  init(
    path: String, after file: InputFile, entries: [ZipEntry], store: Bool,
    limits: Zip64Limits = Zip64Limits()
  ) throws(DiagnosticError) {
    var output = try OutputFile(path: path)
    let last = entries.last.map { entry in
      entry.offset + UInt64(entry.localHeader(limits).count) + entry.compressedBytes
    }
    var offset: UInt64 = 0
    while let last, offset < last {
      let bytes = try file.bytes(
        at: offset, count: Int(min(UInt64(ZipFormat.chunkBytes), last - offset)))
      guard !bytes.isEmpty else {
        throw DiagnosticError(MemberSource.changedDiagnostic(file.path))
      }
      try output.write(bytes)
      offset += UInt64(bytes.count)
    }
    self.output = output
    self.pipeline = DeflatePipeline(jobs: 1)
    self.store = store
    self.limits = limits
    self.entries = entries
    self.firstOpen = entries.count
    self.kept = entries.count
  }

  /// Adds one member; `observe` sees its content as it is read. Callers add `mimetype` first and
  /// the others in ascending byte order of their names.
  /// - Throws: `unsafe-name`, `file-unreadable`, `file-changed-while-read`,
  ///   `output-unwritable`.
  mutating func add(
    _ name: String, _ content: MemberContent,
    observe: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws(DiagnosticError) {
    if let reason = MemberName.defect(name) {
      throw DiagnosticError(MemberName.unsafe(name, reason))
    }
    checkOrder(name)
    let source = try MemberSource(content)
    entries.append(
      ZipEntry(
        name: Array(name.utf8), method: ZipFormat.method(for: name, store: store), crc: 0,
        compressedBytes: 0, contentBytes: source.sizeBytes, offset: 0))
    switch entries[entries.count - 1].method {
    case .stored: try store(source, observe)
    case .deflated: try deflate(source, observe)
    }
  }

  /// Adds one member that was deflated before.
  /// - Throws: `output-unwritable`.
  mutating func add(
    _ name: String, _ member: SpooledMember, from spool: DeflateSpool
  ) throws(DiagnosticError) {
    checkOrder(name)
    while try writeOldestBlock() {}
    entries.append(
      ZipEntry(
        name: Array(name.utf8), method: .deflated, crc: member.crc,
        compressedBytes: member.compressedBytes, contentBytes: member.contentBytes, offset: 0))
    try open(entries.count - 1)
    try spool.read(member) { (chunk) throws(DiagnosticError) in
      try output.write(chunk)
      output.settle()
    }
    firstOpen = entries.count
  }

  /// Writes the central directory and gives the file its name.
  /// - Returns: the digest of the file.
  /// - Throws: `output-unwritable`.
  @discardableResult
  consuming func finish() throws(DiagnosticError) -> FileDigest {
    while try writeOldestBlock() {}
    let start = output.position
    for entry in entries { try output.write(entry.centralHeader(limits)) }
    let end = ZipEnd(
      entries: UInt64(entries.count), directoryOffset: start,
      directoryBytes: output.position - start)
    try output.write(end.records(limits))
    return try output.commitDigested()
  }

  /// Copies the content of the last entry.
  private mutating func store(
    _ source: MemberSource, _ observe: (UnsafeRawBufferPointer) -> Void
  ) throws(DiagnosticError) {
    while try writeOldestBlock() {}
    try open(entries.count - 1)
    var crc: UInt32 = 0
    try source.forEachChunk { (chunk, _) throws(DiagnosticError) in
      crc = crc32(crc, chunk)
      observe(chunk)
      try output.write(chunk)
    }
    entries[entries.count - 1].crc = crc
    try close(entries.count - 1)
  }

  /// Hands the content of the last entry to the threads, block by block, and writes what they
  /// have done meanwhile.
  private mutating func deflate(
    _ source: MemberSource, _ observe: (UnsafeRawBufferPointer) -> Void
  ) throws(DiagnosticError) {
    var block: DeflateBlock?
    var offset: UInt64 = 0
    try source.forEachChunk { (chunk, isLast) throws(DiagnosticError) in
      observe(chunk)
      let current: DeflateBlock
      if let block {
        current = block
      } else {
        current = try newBlock()
        current.start()
      }
      current.append(chunk, isLast: isLast)
      block = current
      guard isLast || current.isFull else { return }
      current.level = level.level(of: current.content, at: offset, in: source.sizeBytes)
      offset += UInt64(current.count)
      pipeline.submit(current)
      block = nil
    }
  }

  private mutating func newBlock() throws(DiagnosticError) -> DeflateBlock {
    while true {
      if let block = pipeline.freeBlock() { return block }
      let hasWritten = try writeOldestBlock()
      precondition(hasWritten, "blocks are either free or under way")
    }
  }

  /// Writes the block that has been under way for the longest time.
  /// - Returns: whether there was one.
  private mutating func writeOldestBlock() throws(DiagnosticError) -> Bool {
    guard let block = pipeline.takeOldest() else { return false }
    // Members that are stored are written at once; blocks belong to the others, in their order.
    while entries[firstOpen].method == .stored { firstOpen += 1 }
    let index = firstOpen
    if isAtStart { try open(index) }
    isAtStart = block.isLast
    entries[index].crc = crc32(entries[index].crc, joining: block.crc, count: block.count)
    try output.write(block.deflated)
    if block.isLast {
      try close(index)
      firstOpen += 1
    }
    pipeline.recycle(block)
    return true
  }

  /// Writes the local header of an entry, as far as it is known.
  private mutating func open(_ index: Int) throws(DiagnosticError) {
    entries[index].offset = output.position
    try output.write(entries[index].localHeader(limits))
  }

  /// Completes the local header. Only now are CRC and size known; a data descriptor instead
  /// would break the byte rules.
  private mutating func close(_ index: Int) throws(DiagnosticError) {
    let offset = entries[index].offset
    let headerBytes = entries[index].localHeader(limits).count
    entries[index].compressedBytes = output.position - offset - UInt64(headerBytes)
    try output.overwrite(entries[index].localHeader(limits), at: offset)
  }

  private func checkOrder(_ name: String) {
    guard let last = entries.last else {
      precondition(name == PackageLayout.mimetype, "mimetype comes first")
      return
    }
    precondition(
      entries.count == 1 || entries.count == kept || AttachmentManifest.number(name) != nil
        || last.name.lexicographicallyPrecedes(name.utf8),
      "members come in ascending order")
  }
}
