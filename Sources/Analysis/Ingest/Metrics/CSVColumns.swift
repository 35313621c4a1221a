/// Where the parts of a declared mapping stand in the rows of one export.
struct CSVColumns {
  /// What a cell with a number is a sample of.
  struct Value {
    var index: Int
    /// The series, but for the labels of other columns; nil where a column holds its name.
    var series: MetricSeriesID?
  }
  private(set) var time = 0
  private(set) var name: Int?
  private(set) var labels: [(label: String, index: Int)] = []
  private(set) var values: [Value] = []
  /// Cells of every row.
  let count: Int
  /// Columns that the mapping says nothing of.
  private(set) var unused = 0

  /// Why a mapping does not fit an export.
  struct Misfit: Error {
    var code: String
    var message: String
    var fix: String
  }

  /// - Parameters:
  ///   - header: names of the columns; nil where there are none.
  ///   - count: cells of the first row.
  init(
    _ mapping: CSVMapping, time timeName: String, header: [String]?, count: Int
  ) throws(Misfit) {
    self.count = count
    var lacking: [String] = []
    var twice: [String] = []
    func index(_ column: String) -> Int {
      guard let header else {
        guard let number = Int(column), (1...count).contains(number) else {
          lacking.append(column)
          return 0
        }
        return number - 1
      }
      guard let found = header.firstIndex(of: column) else {
        lacking.append(column)
        return 0
      }
      if header[(found + 1)...].contains(column) { twice.append(column) }
      return found
    }
    time = index(timeName)
    labels = mapping.labelColumns.map { ($0.label, index($0.column)) }
    name = mapping.nameColumn.map(index)
    switch mapping.layout {
    case .long:
      let only = mapping.metric.map { MetricSeriesID(name: $0, labels: []) }
      values = mapping.valueColumn.map { [Value(index: index($0), series: only)] } ?? []
    case .wide:
      values = (mapping.metricColumns ?? []).map {
        Value(index: index($0.column), series: $0.series)
      }
    }
    if !lacking.isEmpty {
      throw Misfit(
        code: "csv-column-missing",
        message: "columns that the appendix names are not there: "
          + lacking.joined(separator: ", "),
        fix: "compare sources: - csv: with the header; the delimiter may be another one")
    }
    if !twice.isEmpty {
      throw Misfit(
        code: "csv-column-twice",
        message: "several columns have one name: " + twice.joined(separator: ", "),
        fix: "export each column under its own name")
    }
    if mapping.layout == .wide, mapping.metricColumns == nil { try takeOthers(header ?? []) }
    let used = Set([time] + labels.map(\.index) + values.map(\.index) + [name].compactMap { $0 })
    unused = count - used.count
  }

  /// Without `metrics`, every column that is neither time nor label is a metric.
  private mutating func takeOthers(_ header: [String]) throws(Misfit) {
    var seen: Set<MetricSeriesID> = []
    for (index, text) in header.enumerated()
    where index != time && !labels.contains(where: { $0.index == index }) {
      guard let id = MetricSeriesID(text: text) else {
        throw Misfit(
          code: "csv-column-name",
          message: "the name of column \(index + 1) is no metric",
          fix: "name the columns that are metrics: csv: {metrics: {COLUMN: METRIC}}")
      }
      guard seen.insert(id).inserted else {
        throw Misfit(
          code: "csv-column-twice", message: "several columns have one name: \(text)",
          fix: "export each column under its own name")
      }
      values.append(Value(index: index, series: id))
    }
  }
}
