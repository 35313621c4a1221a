internal import Diagnostics

/// Writes one zip by the byte rules of `ZipFormat`, streaming, in the order of `add`.
///
/// The file appears under its name at `finish`; a writer that is dropped before leaves nothing.
struct ZipWriter: ~Copyable {
  private var output: OutputFile
  private var entries: [ZipEntry] = []
  private let store: Bool
  private let limits: Zip64Limits

  /// Starts a zip of mode 0600 that will be named `path`.
  /// - Parameter store: keep every member uncompressed, for byte identity between zlib builds.
  /// - Throws: `output-unwritable`.
  init(
    path: String, store: Bool = false, limits: Zip64Limits = Zip64Limits()
  ) throws(DiagnosticError) {
    self.output = try OutputFile(path: path)
    self.store = store
    self.limits = limits
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
    var entry = ZipEntry(
      name: Array(name.utf8), method: ZipFormat.method(for: name, store: store), crc: 0,
      compressedBytes: 0, contentBytes: source.sizeBytes, offset: output.position)
    let header = entry.localHeader(limits)
    try output.write(header)
    entry.crc = try copy(source, method: entry.method, observe: observe)
    entry.compressedBytes = output.position - entry.offset - UInt64(header.count)
    // Only now are CRC and size known; a data descriptor instead would break the byte rules.
    try output.overwrite(entry.localHeader(limits), at: entry.offset)
    entries.append(entry)
  }

  /// Writes the central directory and gives the file its name.
  /// - Throws: `output-unwritable`.
  consuming func finish() throws(DiagnosticError) {
    let start = output.position
    for entry in entries { try output.write(entry.centralHeader(limits)) }
    let end = ZipEnd(
      entries: UInt64(entries.count), directoryOffset: start,
      directoryBytes: output.position - start)
    try output.write(end.records(limits))
    try output.commit()
  }

  /// - Returns: the CRC of the content.
  private mutating func copy(
    _ source: MemberSource, method: ZipMethod, observe: (UnsafeRawBufferPointer) -> Void
  ) throws(DiagnosticError) -> UInt32 {
    var crc: UInt32 = 0
    switch method {
    case .stored:
      try source.forEachChunk { (chunk, _) throws(DiagnosticError) in
        crc = crc32(crc, chunk)
        observe(chunk)
        try output.write(chunk)
      }
    case .deflated:
      let deflater = Deflater()
      try source.forEachChunk { (chunk, isLast) throws(DiagnosticError) in
        crc = crc32(crc, chunk)
        observe(chunk)
        try deflater.write(chunk, isLast: isLast) { (made) throws(DiagnosticError) in
          try output.write(made)
        }
      }
    }
    return crc
  }

  private func checkOrder(_ name: String) {
    guard let last = entries.last else {
      precondition(name == PackageLayout.mimetype, "mimetype comes first")
      return
    }
    precondition(
      entries.count == 1 || last.name.lexicographicallyPrecedes(name.utf8),
      "members come in ascending order")
  }
}
