internal import Diagnostics
internal import Synchronization

/// Reads one export: hashes it as acquired, recognises it, and delivers its records.
struct ExportScanner {
  let input: InputFile
  let source: SourceDeclaration?
  let assumedZone: CivilZone?
  /// Format chosen by the user instead of by content.
  let forced: (any ExportFormat)?
  let limits: IngestLimits
  var chunkBytes = 256 << 10
  var kernel = ScanKernel.best
  /// Whether every record is parsed in full.
  var isStrict = false

  /// What one pass over an export showed.
  struct Acquisition: Sendable {
    /// SHA-256 as stored; nil when the pass did not hash.
    var sha256: String?
    var bytes: Int64
    var identity: ByteSource.Identity
    var formatName: String?
    var reason: String?
    var role: SourceRole?
    /// Problems of the file as such: unreadable, cut, empty.
    var diagnostics: [Diagnostic] = []
    /// False when content was lost.
    var isComplete = true
  }

  /// Who takes the records of an export.
  enum Sinks {
    /// One sink, in file order.
    case one(any RecordSink)
    /// One sink for each of up to so many workers.
    case shared(Int, @Sendable () -> any RecordSink)
  }

  /// One pass.
  /// - Parameters:
  ///   - hashing: whether to compute the SHA-256.
  ///   - zones: which chunks must be parsed, of an export that is read in chunks; nil for all.
  ///   - sinks: where records go.
  /// - Throws: `ByteSource.Failure` when the file cannot be opened or read.
  func scan(
    hashing: Bool, zones: ZoneMap? = nil, progress: (@Sendable (Int64) -> Void)? = nil,
    into sinks: Sinks
  ) throws -> Acquisition {
    let source = try open(hashing: hashing)
    var acquisition = Acquisition(bytes: source.identity.sizeBytes, identity: source.identity)
    var head = try Self.head(of: source)
    let isWhole = head.count < Self.headBytes
    let chosen = head.withUnsafeBytes { recognize(ExportHead(bytes: $0, isWhole: isWhole)) }
    let isBlank = head.allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
    if isBlank { acquisition.diagnostics.append(empty(head.isEmpty)) }
    guard !isBlank, let (format, recognition) = chosen else {
      try drain(source)
      end(source, &acquisition)
      return acquisition
    }
    acquisition.formatName = format.name
    acquisition.reason = recognition.reason
    let role = role(of: format, recognition)
    acquisition.role = role
    var context = context
    context.role = role
    if try linesAreIndependent(format, source, &head, isWhole) {
      let lines = SharedLines(source, head: head, format: format, context: context, progress)
      switch sinks {
      case .one(let sink): try lines.read(into: sink, zones: zones)
      case .shared(let workers, let makeSink):
        // Small exports are not worth the threads.
        let useful = max(1, min(workers, Int(source.identity.sizeBytes) / (4 * chunkBytes)))
        try lines.read(workers: source.readAhead(workers: useful), makeSink)
      }
    } else {
      let reader = format.makeReader(context)
      switch sinks {
      case .one(let sink): try stream(source, head, reader, sink, progress)
      case .shared(_, let makeSink): try stream(source, head, reader, makeSink(), progress)
      }
    }
    end(source, &acquisition)
    return acquisition
  }

  /// One pass over the content as it comes, whatever its format.
  func scanContent(
    hashing: Bool, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws -> Acquisition {
    let source = try open(hashing: hashing)
    var acquisition = Acquisition(bytes: source.identity.sizeBytes, identity: source.identity)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 4096)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { break }
      body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
    }
    end(source, &acquisition)
    return acquisition
  }

  /// One pass over whole lines of the content, shared between workers, in any order.
  func scanLines(
    workers: Int, _ body: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) throws -> Acquisition {
    let source = try open(hashing: false)
    var acquisition = Acquisition(bytes: source.identity.sizeBytes, identity: source.identity)
    let chunker = LineChunker(
      source, head: [],
      settings: LineChunker.Settings(
        chunkBytes: 4 * chunkBytes, lineLimit: limits.recordBytes, kernel: kernel))
    let tooLong = Mutex<[RecordPlace]>([])
    try chunker.share(workers: source.readAhead(workers: workers)) { chunk in
      if let place = chunk.tooLong { tooLong.withLock { $0.append(place) } }
      body(chunk.bytes)
    }
    for place in tooLong.withLock({ $0 }) {
      acquisition.isComplete = false
      acquisition.diagnostics.append(
        Diagnostic(
          .error, "line-too-long", "line is longer than \(limits.recordBytes) bytes",
          at: SourceLocation(
            file: input.displayPath, line: Int(place.line), column: 1, offset: place.offset),
          fix: "re-export with shorter lines"))
    }
    end(source, &acquisition)
    return acquisition
  }

  private func open(hashing: Bool) throws -> ByteSource {
    try ByteSource(
      path: input.path,
      ByteSource.Settings(
        hashing: hashing, inflateRatio: limits.inflateRatio, prefersZlib: kernel == .portable))
  }

  /// What every reader of the export must know.
  var context: ReaderContext {
    var context = ReaderContext(
      source: source, assumedZone: source?.zone ?? assumedZone, limits: limits, kernel: kernel,
      isStrict: isStrict)
    context.chunkBytes = chunkBytes
    context.path = input.path
    return context
  }

  private static let headBytes = 64 << 10

  private static func head(of source: ByteSource) throws -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: headBytes, alignment: 64)
    defer { buffer.deallocate() }
    let count = try source.read(into: buffer)
    return Array(buffer[..<count])
  }

  /// Whether lines may be read each by itself, reading on where the head does not tell.
  private func linesAreIndependent(
    _ format: any ExportFormat, _ source: ByteSource, _ head: inout [UInt8], _ isWhole: Bool
  ) throws -> Bool {
    var isWhole = isWhole
    while true {
      let answer = head.withUnsafeBytes {
        format.linesAreIndependent(in: ExportHead(bytes: $0, isWhole: isWhole))
      }
      if let answer { return answer }
      guard !isWhole, head.count < limits.recordBytes else { return false }
      // Twice as much each time, so that looking again costs no more than reading.
      let count = min(max(head.count, Self.headBytes), limits.recordBytes)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
      defer { buffer.deallocate() }
      let more = try source.read(into: buffer)
      head.append(contentsOf: buffer[..<more])
      isWhole = more < count
    }
  }

  /// Hands the content to one reader as it comes.
  private func stream(
    _ source: ByteSource, _ head: [UInt8], _ reader: any ExportReader, _ sink: any RecordSink,
    _ progress: (@Sendable (Int64) -> Void)?
  ) throws {
    try head.withUnsafeBytes { try reader.consume($0, into: sink) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 4096)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { break }
      try reader.consume(
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), into: sink)
      progress?(source.storedBytesRead)
    }
    try reader.finish(into: sink)
  }

  /// Reads to the end for the hash alone.
  private func drain(_ source: ByteSource) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 4096)
    defer { buffer.deallocate() }
    while try source.read(into: buffer) > 0 {}
  }

  private func end(_ source: ByteSource, _ acquisition: inout Acquisition) {
    acquisition.sha256 = source.finishHash()
    if let defect = source.defect { note(defect, &acquisition) }
  }

  private func recognize(_ head: ExportHead) -> (any ExportFormat, Recognition)? {
    if let forced {
      return (
        forced,
        Recognition(
          confidence: 100, reason: input.recorded == nil ? "chosen with --as" : "as recorded",
          role: forced.framesAnyLog ? framedRole(head) : nil)
      )
    }
    return byContent(head)
  }

  /// What frames hold is declared in the appendix, else told by their first records.
  private func role(of format: any ExportFormat, _ recognition: Recognition) -> SourceRole {
    let framed: Set<SourceRole> = [.gatewayAccess, .appLog, .securityAudit]
    if let recorded = input.recorded?.role { return recorded }
    if format.framesAnyLog, let declared = source?.role, framed.contains(declared) {
      return declared
    }
    return recognition.role ?? format.role
  }

  /// By content; a declared role decides between formats that both claim JSON lines.
  private func byContent(_ head: ExportHead) -> (any ExportFormat, Recognition)? {
    let best = ExportFormats.recognize(head)
    // A pattern may match more than CSV; what no CSV looks like is not read as such.
    if source?.csv != nil, best?.recognition.confidence ?? 0 < 90 {
      return (MetricsCSV(), Recognition(confidence: 100, reason: "CSV, declared in the appendix"))
    }
    guard let source else { return best }
    if let best, best.format.role == source.role || best.format.framesAnyLog { return best }
    let fitting = ExportFormats.all.filter { $0.role == source.role && !$0.framesAnyLog }
    for format in fitting {
      if let claim = format.recognizes(head) { return (format, claim) }
    }
    // The appendix names the role; for logs of JSON lines only the framing must fit then.
    let isLog = [.gatewayAccess, .appLog, .securityAudit, .deployments].contains(source.role)
    let lines = fitting.first { ExportFormats.plainJSONLines.contains($0.name) }
    if isLog, JSONHead(head, { _ in true }).isMostly, let lines {
      return (
        lines,
        Recognition(
          confidence: 1,
          reason: "JSON lines, declared as \(source.role.rawValue) in the appendix")
      )
    }
    return best
  }

  private var place: SourceLocation { SourceLocation(file: input.displayPath) }

  private func empty(_ hasNoBytes: Bool) -> Diagnostic {
    Diagnostic(
      input.isNamed || source != nil ? .error : .warning, "empty-export",
      hasNoBytes ? "the export is empty" : "the export holds nothing but blanks", at: place,
      fix: "export it again; an export without records still covers no time")
  }

  private func note(_ defect: ByteSource.StreamDefect, _ acquisition: inout Acquisition) {
    switch defect {
    case .truncated:
      acquisition.isComplete = false
      acquisition.diagnostics.append(
        Diagnostic(
          .error, "gzip-truncated", "the gzip stream ends in the middle", at: place,
          fix: "copy the export again; what came out before the cut was read"))
    case .corrupt(let offset):
      acquisition.isComplete = false
      acquisition.diagnostics.append(
        Diagnostic(
          .error, "gzip-corrupt", "the gzip stream is corrupt near stored byte \(offset)",
          at: place, fix: "copy the export again; what came out before was read"))
    case .ratio:
      acquisition.isComplete = false
      acquisition.diagnostics.append(
        Diagnostic(
          .error, "inflate-ratio",
          "more than \(limits.inflateRatio) bytes come out of each compressed byte", at: place,
          fix: "this is no log; remove it from the inputs"))
    case .trailing(let count):
      acquisition.diagnostics.append(
        Diagnostic(
          .warning, "gzip-trailing", "\(count) bytes follow the last gzip member", at: place,
          fix: "gzip would ignore them too; check how the file was made"))
    }
  }
}
