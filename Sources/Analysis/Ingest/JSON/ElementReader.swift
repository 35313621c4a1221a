/// The base of readers of JSON documents that hold their records in arrays: each record is parsed
/// by itself as it comes by, so that a document of any size takes the memory of its largest record.
///
/// A file may hold one document or several, one a line or spread over lines. What lies between the
/// records is checked for its structure, not for the spelling of its values.
class ElementReader: ExportReader {
  let context: ReaderContext
  let tape: JSONTape
  private let paths: [ElementPath]
  /// Indices of the paths of so many parts.
  private let pathsByDepth: [[Int]]
  private var scanner = DocumentScanner()
  private var carry: [UInt8] = []
  /// Place and path of the element that is being gathered.
  private var element: (path: Int, offset: Int64, line: Int64)?
  private var isTooLong = false
  private var last: (way: Int, path: Int?)?
  private var heads = LineHeads()
  /// Whether no element has come yet that ends the head of a line.
  private var isInHead = false

  init(_ context: ReaderContext, paths: [String], tape: JSONTape) {
    self.context = context
    let paths = paths.map(ElementPath.init)
    self.paths = paths
    let deepest = paths.map(\.parts.count).max() ?? 0
    pathsByDepth = (0...deepest).map { depth in
      paths.indices.filter { paths[$0].parts.count == depth }
    }
    self.tape = tape
  }

  /// Which element of the outermost array the cursor is in, from 1; 0 outside of any.
  var entry: Int { scanner.open.first { !$0.isObject }?.count ?? 0 }

  /// Delivers the value on the tape, found by the path with index `path`.
  func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {}
  /// Whether the value that begins with `byte` is an element of `path`; else it is entered.
  func isElement(_ path: Int, beginningWith byte: UInt8) -> Bool { true }
  /// Delivers an element that cannot be read; `bytes` are nil where they were not kept.
  func broken(
    _ record: QuarantinedRecord, _ path: Int, _ bytes: UnsafeRawBufferPointer?,
    _ place: RecordPlace, into sink: any RecordSink
  ) {
    if let bytes, sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: place) }
    sink.quarantine(record, at: place)
  }
  /// Reads the element that begins at `at` of `chunk` without parsing it, where that decides it, and
  /// maybe some of those that follow.
  /// - Returns: the end of what was read; nil when the element must be parsed.
  func quick(
    _ path: Int, _ chunk: UnsafeRawBufferPointer, _ at: Int, _ place: RecordPlace,
    into sink: any RecordSink
  ) -> QuickEnd? { nil }
  /// What the element on `path` that comes next is to the head of the line at hand.
  func headStep(_ path: Int) -> LineHeads.Step { .hasNone }
  /// A line begins with the text of the head to which that number was given.
  func recall(_ head: Int) {}
  /// A document has ended, or is broken.
  func documentEnded(into sink: any RecordSink) {}
  /// Delivers what is pending when the content has ended.
  func end(into sink: any RecordSink) {}

  /// The path of the value at the cursor. Elements of one array have the same.
  private func path() -> Int? {
    if let last, last.way == scanner.way { return last.path }
    let depth = scanner.open.count
    let found =
      depth < pathsByDepth.count
      ? pathsByDepth[depth].first { paths[$0].matches(scanner.open) } : nil
    last = scanner.open.last?.isObject == false ? (scanner.way, found) : nil
    return found
  }

  /// Reads the document of one line.
  func document(_ line: LineSplitter.Line, into sink: any RecordSink) {
    var start = 0
    if let head = heads.find(line.bytes) {
      scanner.resume(head.scanner, line.place)
      last = (scanner.way, head.path)
      recall(head.number)
      start = head.bytes.count
    } else {
      scanner.restart(line.place)
      isInHead = true
    }
    walk(line.bytes, from: start, into: sink)
    isInHead = false
    if var fault = scanner.finish() {
      fault.losesRest = false
      self.fault(fault, sink, isCut: !line.isTerminated)
    }
    element = nil
    carry.removeAll(keepingCapacity: true)
    isTooLong = false
    scanner.restart(line.place)
  }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    walk(chunk, into: sink)
  }

  private func walk(
    _ chunk: UnsafeRawBufferPointer, from start: Int = 0, into sink: any RecordSink
  ) {
    var at = start
    var from = element == nil ? -1 : 0
    while at < chunk.count {
      if element != nil {
        guard let end = scanner.skipValue(chunk, &at, limits: context.limits) else { break }
        deliver(chunk, from: from, to: end, sink)
        from = -1
        continue
      }
      switch scanner.step(chunk, &at, depthLimit: context.limits.nestingDepth) {
      case .more: break
      case .value:
        if let path = path(), isElement(path, beginningWith: chunk[at]) {
          if isInHead { endHead(chunk, at, path) }
          let place = RecordPlace(offset: scanner.offset(of: at), length: 0, line: scanner.line)
          if let end = quick(path, chunk, at, place, into: sink) {
            at = end.at
            scanner.pass(end)
            continue
          }
          element = (path, scanner.offset(of: at), scanner.line)
          from = at
          scanner.beginSkip()
        } else {
          scanner.enter()
        }
      case .documentEnd: documentEnded(into: sink)
      case .fault(let fault): self.fault(fault, sink)
      }
    }
    if element != nil, from >= 0 { keep(chunk[from...]) }
    scanner.advance(chunk.count)
  }

  private func endHead(_ line: UnsafeRawBufferPointer, _ at: Int, _ path: Int) {
    guard heads.hasRoom(at) else {
      isInHead = false
      return
    }
    switch headStep(path) {
    case .goesOn: break
    case .hasNone: isInHead = false
    case .ends(let number):
      isInHead = false
      heads.add(UnsafeRawBufferPointer(rebasing: line[..<at]), scanner.beforeValue, path, number)
    }
  }

  private func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
    if isTooLong { return }
    if carry.count + bytes.count > context.limits.recordBytes {
      isTooLong = true
      carry = []
    } else {
      carry.append(contentsOf: bytes)
    }
  }

  private func deliver(
    _ chunk: UnsafeRawBufferPointer, from: Int, to end: Int, _ sink: any RecordSink
  ) {
    guard let found = element else { return }
    element = nil
    let length = scanner.offset(of: end) - found.offset
    let place = RecordPlace(offset: found.offset, length: length, line: found.line)
    defer {
      carry.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    if isTooLong || length > Int64(context.limits.recordBytes) {
      isInHead = false
      broken(
        QuarantinedRecord(
          code: "record-too-long",
          message: "record is longer than \(context.limits.recordBytes) bytes",
          fix: "export it again in smaller records"), found.path, nil, place, into: sink)
      return
    }
    let piece = UnsafeRawBufferPointer(rebasing: chunk[from..<end])
    if carry.isEmpty {
      parse(piece, found.path, place, sink)
    } else {
      carry.append(contentsOf: piece)
      carry.withUnsafeBytes { parse($0, found.path, place, sink) }
    }
  }

  private func parse(
    _ bytes: UnsafeRawBufferPointer, _ path: Int, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    if let fault = tape.parse(bytes) {
      isInHead = false
      broken(
        QuarantinedRecord(
          code: fault.code, message: fault.message,
          fix: "export the document again; this record of it is broken",
          column: fault.offset + 1), path, bytes, place, into: sink)
    } else {
      element(path, place, into: sink)
    }
  }

  private func fault(
    _ fault: DocumentScanner.Fault, _ sink: any RecordSink, isCut: Bool = true
  ) {
    isInHead = false
    var record = QuarantinedRecord(
      code: fault.code, message: fault.message,
      fix: fault.losesRest
        ? "export the document again; nothing after this place was read"
        : "export the document again; the rest of the line was not read",
      column: fault.column)
    record.isCut = isCut && fault.code == "json-truncated"
    sink.quarantine(
      record, at: RecordPlace(offset: fault.offset, length: 0, line: fault.line))
    // What it said of its records says nothing of those of the next one.
    documentEnded(into: sink)
  }

  func finish(into sink: any RecordSink) throws {
    if let fault = scanner.finish() {
      self.fault(fault, sink)
      element = nil
    }
    end(into: sink)
  }

  /// The place of a node inside the element at `place`.
  func place(of node: Int, in place: RecordPlace) -> RecordPlace {
    let value = tape.nodes[node]
    var line = place.line
    for at in 0..<value.start where tape.bytes[at] == 0x0a { line += 1 }
    return RecordPlace(
      offset: place.offset + Int64(value.start), length: Int64(value.end - value.start),
      line: line)
  }
}
