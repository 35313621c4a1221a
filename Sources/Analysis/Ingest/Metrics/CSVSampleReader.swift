/// Reads a CSV of metrics by a declared mapping: RFC 4180 rows, one sample a number.
///
/// An empty cell is no sample. The place of a sample is its row, that of a defect its cell. A class
/// because it keeps a row that is cut by the end of a chunk, and the columns.
final class CSVSampleReader: EntryReader {
  private let mapping: CSVMapping
  private let timeName: String
  private let unit: SourceUnit?
  private let cutter: CSVCells
  private let times: CSVTimes
  private var columns: Result<CSVColumns, CSVColumns.Misfit>?
  private var header: [String]?
  private var cells: [CSVCell] = []
  private var names: CSVSeriesNames?
  private var isInQuotes = false
  private var isFirstLine = true
  private var isTerminated = true
  private var empties: (count: Int, first: RecordPlace?) = (0, nil)

  init(_ context: ReaderContext, _ mapping: CSVMapping, time: SourceDeclaration.Field) {
    self.mapping = mapping
    timeName = time.path
    unit = time.unit
    cutter = CSVCells(delimiter: mapping.delimiter)
    times = CSVTimes(mapping, unit: time.unit, zone: context.assumedZone)
    super.init(context)
  }

  // MARK: rows

  override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
    var line = line
    if isFirstLine {
      isFirstLine = false
      if line.bytes.starts(with: [0xef, 0xbb, 0xbf]) {
        line.bytes = line.bytes.rest(3)
        line.place.offset += 3
        line.place.length -= 3
      }
      // What Excel and Grafana write for Excel.
      if line.bytes.count == 5, line.bytes.has("sep=") { return passOver(line, sink) }
    }
    // A quote that is never closed must not swallow the file: a line that is a whole row by itself
    // is believed to be one.
    if isInQuotes, !isWholeRow(line.bytes) {
      if extend(line) {
        isTerminated = line.isTerminated
        countQuotes(line.bytes, sink)
        return
      }
      isInQuotes = false
    }
    if line.bytes.trimmed.isEmpty { return close(sink) }
    if let comment = mapping.comment, line.bytes.first == comment { return passOver(line, sink) }
    open(line, sink)
    isTerminated = line.isTerminated
    isInQuotes = false
    countQuotes(line.bytes, sink)
  }

  private func countQuotes(_ bytes: UnsafeRawBufferPointer, _ sink: any RecordSink) {
    for byte in bytes where byte == 0x22 { isInQuotes.toggle() }
    if !isInQuotes { close(sink) }
  }

  override func interrupted(into sink: any RecordSink) {
    close(sink)
    isInQuotes = false
  }

  private func isWholeRow(_ line: UnsafeRawBufferPointer) -> Bool {
    guard case .success(let columns) = columns, cutter.cut(line, into: &cells) == nil,
      cells.count == columns.count, case .success = times.read(cells[columns.time])
    else { return false }
    return true
  }

  override func entry(
    _ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink
  ) {
    if let at = cutter.cut(text, into: &cells) {
      let cell = CSVCell(text: text.part(at, text.count), offset: at, length: text.count - at)
      refuse(
        "csv-quote", "a quote where none may be, or one that is not closed",
        "write cells with quotes as RFC 4180 says: \"a \"\"b\"\"\"", cell, text, place, sink)
      if columns == nil, mapping.hasHeader {
        columns = .failure(
          CSVColumns.Misfit(
            code: "csv-header", message: "the header cannot be read",
            fix: "export the metrics again"))
      }
      return
    }
    switch columns {
    case nil: begin(text, place, sink)
    case .success(let columns): row(columns, text, place, sink)
    case .failure(let misfit): refuse(misfit, place, sink)
    }
  }

  /// The first row: names of the columns, or how many there are.
  private func begin(
    _ text: UnsafeRawBufferPointer, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    if mapping.hasHeader { header = cells.map(\.string) }
    do throws(CSVColumns.Misfit) {
      let found = try CSVColumns(
        mapping, time: timeName, header: header, count: cells.count)
      columns = .success(found)
      names = CSVSeriesNames(found, mapping.constantLabels)
      if found.unused > 0 {
        sink.note(
          FileNote(
            "csv-columns-unused", "columns that the appendix does not name were not read",
            place: place, count: found.unused, isWarning: false))
      }
      if header == nil { row(found, text, place, sink) }
    } catch {
      columns = .failure(error)
      refuse(error, place, sink)
    }
  }

  private func row(
    _ columns: CSVColumns, _ text: UnsafeRawBufferPointer, _ place: RecordPlace,
    _ sink: any RecordSink
  ) {
    if cells.allSatisfy({ $0.text.trimmed.isEmpty }) { return sink.other(at: place, time: nil) }
    if let header, cells.count == header.count, zip(cells, header).allSatisfy({ $0.string == $1 }) {
      refuse(
        "csv-header-repeated", "the header stands again: files were put together",
        "supply the exports one by one", nil, text, place, sink)
      return
    }
    guard cells.count == columns.count else {
      refuse(
        "csv-cells", "a row has more or fewer cells than the first",
        "export the metrics again; a delimiter inside a cell needs quotes", nil, text, place, sink)
      return
    }
    switch times.read(cells[columns.time]) {
    case .failure(let fault):
      refuse(fault.rawValue, fault.message, fault.fix, cells[columns.time], text, place, sink)
    case .success(let stamp): values(columns, stamp, text, place, sink)
    }
  }

  // MARK: samples

  private func values(
    _ columns: CSVColumns, _ stamp: Stamp, _ text: UnsafeRawBufferPointer, _ place: RecordPlace,
    _ sink: any RecordSink
  ) {
    let series = names?.series(of: cells) ?? []
    var skipped = 0
    var calls = 0
    for (value, found) in zip(columns.values, series) {
      let cell = cells[value.index]
      if isMissing(cell) {
        empties.count += 1
        if empties.first == nil { empties.first = self.place(of: cell, text, place) }
        continue
      }
      calls += 1
      guard let id = found else {
        refuse(
          "series-labels", "no name of a metric, or a label that stands twice",
          "check the columns of name and labels", columns.name.map { cells[$0] } ?? cell, text,
          place, sink, stamp.instant)
        continue
      }
      guard let number = number(cell) else {
        refuse(
          "sample-value", "a sample's value is not a number",
          "export raw numbers, without units and thousands signs; declare decimal: or missing:",
          cell, text, place, sink, stamp.instant)
        continue
      }
      if id.name.hasSuffix("_bucket"), var fault = bucketFault(of: id, isHistogram: false) {
        fault.time = stamp.instant
        sink.quarantine(fault, at: place)
      } else if sink.wantsMetric(named: id.name) {
        sink.sample(SampleRecord(series: id, time: stamp, value: number), at: place)
      } else {
        skipped += 1
      }
    }
    if skipped > 0 {
      sink.skippedSamples(
        count: skipped, span: TimeSpan(first: stamp.instant, last: stamp.instant))
    }
    if calls == 0 { sink.other(at: place, time: stamp) }
  }

  private func isMissing(_ cell: CSVCell) -> Bool {
    let bare = cell.text.trimmed
    return bare.isEmpty || !mapping.missing.isEmpty && mapping.missing.contains(cell.string)
  }

  /// A number with the declared decimal sign, and none for thousands; `NaN`, `Inf`.
  private func number(_ cell: CSVCell) -> Double? {
    let bare = cell.text.trimmed
    var digits = 0
    var isPlain = true
    for byte in bare {
      if isDigit(byte) {
        digits += 1
      } else if byte != mapping.decimal, byte | 0x20 != UInt8(ascii: "e"),
        byte != UInt8(ascii: "-"), byte != UInt8(ascii: "+")
      {
        isPlain = false
      }
    }
    if !isPlain || digits == 0 { return sampleValue(bare).flatMap { $0.isFinite ? nil : $0 } }
    if mapping.decimal == UInt8(ascii: ".") { return sampleValue(bare) }
    let pointed = bare.map { $0 == mapping.decimal ? UInt8(ascii: ".") : $0 }
    return pointed.withUnsafeBytes { sampleValue($0) }
  }

  // MARK: defects

  /// The place of a cell, its own line counted.
  private func place(
    of cell: CSVCell, _ text: UnsafeRawBufferPointer, _ row: RecordPlace
  ) -> RecordPlace {
    let before = text[..<cell.offset]
    return RecordPlace(
      offset: row.offset + Int64(cell.offset), length: Int64(cell.length),
      line: row.line + Int64(before.count { $0 == 0x0a }))
  }

  private func refuse(
    _ code: String, _ message: String, _ fix: String, _ cell: CSVCell?,
    _ text: UnsafeRawBufferPointer, _ place: RecordPlace, _ sink: any RecordSink,
    _ time: Instant? = nil
  ) {
    var record = QuarantinedRecord(code: code, message: message, fix: fix, time: time)
    record.isCut = !isTerminated
    guard let cell else { return sink.quarantine(record, at: place) }
    let start = text[..<cell.offset].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    record.column = cell.offset - start + 1
    sink.quarantine(record, at: self.place(of: cell, text, place))
  }

  private func refuse(
    _ misfit: CSVColumns.Misfit, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    sink.quarantine(
      QuarantinedRecord(code: misfit.code, message: misfit.message, fix: misfit.fix), at: place)
  }

  override func end(into sink: any RecordSink) {
    super.end(into: sink)
    times.note(context, sink)
    guard empties.count > 0 else { return }
    sink.note(
      FileNote(
        "csv-empty-cells", "cells without a value; they are no samples, and never zero",
        place: empties.first, count: empties.count, isWarning: false))
  }
}
