/// The same samples in the forms in which metrics are exported.
public enum MetricForm: String, CaseIterable, Sendable {
  case dump, victoriaMetrics, openMetrics, textWithMilliseconds, vectors, csvLong, csvWide

  /// A series as every form needs it.
  public struct Series: Sendable {
    /// Name.
    public var name: String
    /// Labels in order.
    public var labels: [(String, String)]
    /// Time in whole seconds, and value as text.
    public var points: [(second: Int, value: String)]

    /// A series.
    public init(
      name: String, labels: [(String, String)], points: [(second: Int, value: String)]
    ) {
      self.name = name
      self.labels = labels
      self.points = points
    }

    fileprivate func pairs(_ separator: String, _ joined: String) -> String {
      labels.map { "\($0.0)\(separator)\"\($0.1)\"" }.joined(separator: joined)
    }

    fileprivate var object: String {
      let all = labels.map { ",\"\($0.0)\":\"\($0.1)\"" }.joined()
      return "{\"__name__\":\"\(name)\"\(all)}"
    }
  }

  /// What the appendix must declare of exports of `series` in the form, as an entry of `sources:`;
  /// nil for forms that say themselves what they are.
  public func source(files: String, _ series: [Series]) -> String? {
    let head = "  - role: metrics\n    files: \"\(files)\"\n"
    switch self {
    case .csvLong:
      return head + "    time: {field: Time, unit: ms}\n"
        + "    csv: {layout: long, name: metric, value: value,"
        + " labels: [\(MetricCSV.labelNames(series).joined(separator: ", "))]}\n"
    case .csvWide:
      return head + "    zone: Asia/Shanghai\n"
        + "    time: {field: time, format: \"%d.%m.%Y %H:%M:%S\"}\n"
        + "    csv: {layout: wide, delimiter: \";\", decimal: \",\"}\n"
    default: return nil
    }
  }

  /// The export's text.
  public func text(_ series: [Series]) -> String {
    switch self {
    case .dump:
      series.map { series in
        let labels = series.labels.isEmpty ? "" : ", " + series.pairs("=", ", ")
        return series.points.map {
          "{__name__=\"\(series.name)\"\(labels)} \($0.value) \($0.second)000\n"
        }.joined()
      }.joined()
    case .victoriaMetrics:
      series.map { series in
        let values = series.points.map(\.value).joined(separator: ",")
        let times = series.points.map { "\($0.second)000" }.joined(separator: ",")
        return "{\"metric\":\(series.object),\"values\":[\(values)],\"timestamps\":[\(times)]}\n"
      }.joined()
    case .openMetrics: page(series) { "\($0).000" } + "# EOF\n"
    case .textWithMilliseconds: page(series) { "\($0)000" }
    case .csvLong: MetricCSV.long(series)
    case .csvWide: MetricCSV.wide(series)
    case .vectors:
      series.flatMap { series in
        series.points.map {
          "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
            + "\(series.object),\"value\":[\($0.second),\"\($0.value)\"]}]}}\n"
        }
      }.joined()
    }
  }

  private func page(_ series: [Series], _ time: (Int) -> String) -> String {
    series.map { series in
      "# TYPE \(series.name) counter\n"
        + series.points.map {
          "\(series.name){\(series.pairs("=", ","))} \($0.value) \(time($0.second))\n"
        }.joined()
    }.joined()
  }
}
