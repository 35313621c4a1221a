internal import Diagnostics

/// Reads one export: hashes it as acquired, recognises it, and delivers its records.
struct ExportScanner {
  let input: InputFile
  let source: SourceDeclaration?
  let assumedZone: CivilZone?
  /// Format chosen by the user instead of by content.
  let forced: (any ExportFormat)?
  let limits: IngestLimits

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

  /// One pass.
  /// - Parameters:
  ///   - hashing: whether to compute the SHA-256.
  ///   - makeSink: called once the format is known; records go to its result.
  /// - Throws: `ByteSource.Failure` when the file cannot be opened or read.
  func scan(
    hashing: Bool, progress: ((Int64) -> Void)? = nil,
    _ makeSink: (any ExportFormat) -> any RecordSink
  ) throws -> Acquisition {
    let bytes = try ByteSource(
      path: input.path, hashing: hashing, inflateRatio: limits.inflateRatio)
    var acquisition = Acquisition(bytes: bytes.identity.sizeBytes, identity: bytes.identity)
    var pipeline = Pipeline(scanner: self)
    try bytes.read { chunk in
      try pipeline.take(chunk, &acquisition, makeSink)
      progress?(bytes.storedBytesRead)
    }
    try pipeline.finish(&acquisition, makeSink)
    acquisition.sha256 = bytes.finishHash()
    if let defect = bytes.defect { note(defect, &acquisition) }
    return acquisition
  }

  /// Gathers the head, recognises the format, then streams.
  private struct Pipeline {
    let scanner: ExportScanner
    private var head: [UInt8] = []
    private var reader: (any ExportReader)?
    private var sink: (any RecordSink)?
    private var isDecided = false
    private static let headBytes = 64 << 10

    init(scanner: ExportScanner) { self.scanner = scanner }

    mutating func take(
      _ chunk: UnsafeRawBufferPointer, _ acquisition: inout Acquisition,
      _ makeSink: (any ExportFormat) -> any RecordSink
    ) throws {
      if isDecided {
        if let reader, let sink { try reader.consume(chunk, into: sink) }
        return
      }
      head.append(contentsOf: chunk)
      if head.count >= Self.headBytes { try decide(isWhole: false, &acquisition, makeSink) }
    }

    mutating func finish(
      _ acquisition: inout Acquisition, _ makeSink: (any ExportFormat) -> any RecordSink
    ) throws {
      if !isDecided { try decide(isWhole: true, &acquisition, makeSink) }
      if let reader, let sink { try reader.finish(into: sink) }
    }

    private mutating func decide(
      isWhole: Bool, _ acquisition: inout Acquisition,
      _ makeSink: (any ExportFormat) -> any RecordSink
    ) throws {
      isDecided = true
      let chosen = head.withUnsafeBytes { bytes -> (any ExportFormat, String)? in
        if let forced = scanner.forced { return (forced, "chosen with --as") }
        return scanner.recognize(ExportHead(bytes: bytes, isWhole: isWhole))
      }
      defer { head = [] }
      if head.allSatisfy({ $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }) {
        acquisition.diagnostics.append(scanner.empty(head.isEmpty))
        return
      }
      guard let (format, reason) = chosen else { return }
      acquisition.formatName = format.name
      acquisition.reason = reason
      acquisition.role = format.role
      let reader = format.makeReader(
        ReaderContext(
          source: scanner.source, assumedZone: scanner.source?.zone ?? scanner.assumedZone,
          limits: scanner.limits))
      let sink = makeSink(format)
      self.reader = reader
      self.sink = sink
      try head.withUnsafeBytes { try reader.consume($0, into: sink) }
    }
  }

  /// By content; a declared role decides between formats that both claim JSON lines.
  private func recognize(_ head: ExportHead) -> (any ExportFormat, String)? {
    let best = ExportFormats.recognize(head)
    guard let source, best?.format.role != source.role else {
      return best.map { ($0.format, $0.recognition.reason) }
    }
    let fitting = ExportFormats.all.filter { $0.role == source.role }
    for format in fitting {
      if let claim = format.recognizes(head) { return (format, claim.reason) }
    }
    // The appendix names the role; for logs of JSON lines only the framing must fit then.
    let isLog = [.gatewayAccess, .appLog, .securityAudit, .deployments].contains(source.role)
    if isLog, JSONHead(head, { _ in true }).isMostly, let format = fitting.first {
      return (format, "JSON lines, declared as \(source.role.rawValue) in the appendix")
    }
    return best.map { ($0.format, $0.recognition.reason) }
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
