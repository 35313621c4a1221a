/// How a CSV of metrics is laid out, as the appendix declares it (`sources: - csv: {…}`).
///
/// CSV states neither what a column means nor how numbers are spelled, so nothing of it is guessed.
public struct CSVMapping: Sendable, Hashable {
  /// Where the names of metrics stand.
  public enum Layout: String, Sendable, CaseIterable {
    /// One sample a row: its name and value stand in columns of their own.
    case long
    /// One column a metric.
    case wide
  }
  /// A column whose cells are the values of a label.
  public struct LabelColumn: Sendable, Hashable {
    /// Name of the label.
    public var label: String
    /// Name of the column.
    public var column: String
  }
  /// A column whose cells are the values of one metric.
  public struct MetricColumn: Sendable, Hashable {
    /// Name of the column.
    public var column: String
    /// The series its cells belong to.
    public var series: MetricSeriesID
  }

  /// Where the names of metrics stand.
  public var layout: Layout
  /// Byte between cells.
  public var delimiter = UInt8(ascii: ",")
  /// Byte before the decimals of a number.
  public var decimal = UInt8(ascii: ".")
  /// Whether the first row names the columns; without it, columns are named by number, from 1.
  public var hasHeader = true
  /// Byte at the start of lines that hold no row.
  public var comment: UInt8?
  /// Cells that mean "no sample", beside the empty one.
  public var missing: Set<String> = []
  /// Long: the column of the metric's name; nil where `metric` names the only one.
  public var nameColumn: String?
  /// Long: the metric that all rows are samples of.
  public var metric: String?
  /// Long: the column of the value.
  public var valueColumn: String?
  /// Wide: the columns that are metrics; nil for all that are neither time nor label.
  public var metricColumns: [MetricColumn]?
  /// Columns that are labels.
  public var labelColumns: [LabelColumn] = []
  /// Labels of every sample.
  public var constantLabels: [MetricSeriesID.Label] = []
  /// How the time is spelled, where the usual spellings do not fit.
  public var timePattern: TimePattern?

  /// A mapping of a layout; everything else as RFC 4180 has it.
  public init(layout: Layout) { self.layout = layout }
}
