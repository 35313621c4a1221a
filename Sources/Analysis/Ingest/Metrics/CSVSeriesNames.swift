/// The series that the cells of a row belong to.
///
/// Names and labels repeat row after row; equal texts mean equal series, so that they are put
/// together once. A class because it remembers them.
final class CSVSeriesNames {
  private let columns: CSVColumns
  private let constant: [MetricSeriesID.Label]
  private let keyColumns: [Int]
  private var known: [[UInt8]: [MetricSeriesID?]] = [:]
  private var key: [UInt8] = []
  /// Enough for a scrape of a large database; an export that alternates between more is only slower.
  private static let limit = 8_192

  init(_ columns: CSVColumns, _ constant: [MetricSeriesID.Label]) {
    self.columns = columns
    self.constant = constant
    keyColumns = columns.labels.map(\.index) + [columns.name].compactMap { $0 }
  }

  /// One for each value column; nil where name and labels make none.
  func series(of cells: [CSVCell]) -> [MetricSeriesID?] {
    key.removeAll(keepingCapacity: true)
    for index in keyColumns {
      // No text of UTF-8 holds this byte. Quotes tell a label of blanks from none.
      key.append(cells[index].isQuoted ? 0xff : 0xfe)
      key.append(contentsOf: cells[index].text)
    }
    if let found = known[key] { return found }
    if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
    let made = make(cells)
    known[key] = made
    return made
  }

  private func make(_ cells: [CSVCell]) -> [MetricSeriesID?] {
    // An empty label is the same as none, in Prometheus as well.
    let own = columns.labels.compactMap { item -> MetricSeriesID.Label? in
      let value = cells[item.index].string
      return value.isEmpty ? nil : MetricSeriesID.Label(name: item.label, value: value)
    }
    let named = columns.name.flatMap { MetricSeriesID(text: cells[$0].string) }
    return columns.values.map { value in
      guard let base = value.series ?? named else { return nil }
      let id = MetricSeriesID(name: base.name, labels: base.labels + own + constant)
      let isTwice = zip(id.labels, id.labels.dropFirst()).contains { $0.name == $1.name }
      return isTwice ? nil : id
    }
  }
}

/// Reads the time cells of one export. A class because it remembers what it met.
final class CSVTimes {
  private let stamps: StampReader
  private let pattern: TimePattern?
  private let unit: SourceUnit?
  private let zone: CivilZone?
  private let hasComma: Bool
  private var zones: Set<StatedZone> = []
  private var assumed = 0

  init(_ mapping: CSVMapping, unit: SourceUnit?, zone: CivilZone?) {
    stamps = StampReader(zone)
    pattern = mapping.timePattern
    self.unit = unit
    self.zone = zone
    hasComma = mapping.decimal == UInt8(ascii: ",")
  }

  func read(_ cell: CSVCell) -> Result<Stamp, StampFault> {
    let text = cell.text.trimmed
    if let pattern {
      return pattern.parse(text, zone: zone).map { reading in
        zones.insert(StatedZone(reading))
        if reading.zoneWasAssumed { assumed += 1 }
        return reading.stamp
      }
    }
    if hasComma, text.contains(UInt8(ascii: ",")),
      text.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ",") })
    {
      // Seconds since 1970 with decimals, spelled as the other numbers are.
      let pointed = text.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
      return pointed.withUnsafeBytes { checked($0) }
    }
    return checked(text)
  }

  /// A declared unit is of numbers: a date in such a column is another export than the declared.
  private func checked(_ text: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> {
    if text.isEmpty { return .failure(.missing) }
    if unit != nil, !text.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }) {
      return .failure(.syntax)
    }
    return stamps.read(text, unit: unit)
  }

  func note(_ context: ReaderContext, _ sink: any RecordSink) {
    sink.zones(zones.union(stamps.zones))
    noteAssumedZone(assumed + stamps.assumed, context, sink)
  }
}
