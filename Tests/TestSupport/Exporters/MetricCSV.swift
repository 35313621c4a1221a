/// Metrics as CSV: a sample a row as pandas and InfluxDB write them, or a column a series as Grafana
/// does.
public enum MetricCSV {
  /// The payment incident's gateway metrics, a sample a row, from the text exposition.
  public static func payment() -> String {
    long(paymentSeries())
  }

  /// What an appendix declares of it, as an entry of `sources:`.
  public static func paymentSource(files: String) -> String {
    MetricForm.csvLong.source(files: files, paymentSeries()) ?? ""
  }

  private static func paymentSeries() -> [MetricForm.Series] {
    var order: [Substring] = []
    var found: [Substring: MetricForm.Series] = [:]
    for line in OpenMetricsText.text(PaymentIncident.truth()).split(separator: "\n")
    where !line.hasPrefix("#") {
      let parts = line.split(separator: " ")
      guard parts.count == 3, let second = Int(parts[2]) else { continue }
      if found[parts[0]] == nil {
        order.append(parts[0])
        let pieces = parts[0].split(whereSeparator: { "{},".contains($0) })
        let labels = pieces.dropFirst().map { piece -> (String, String) in
          let pair = piece.split(separator: "=", maxSplits: 1)
          return (String(pair[0]), String(pair[1].dropFirst().dropLast()))
        }
        found[parts[0]] = MetricForm.Series(name: String(pieces[0]), labels: labels, points: [])
      }
      found[parts[0]]?.points.append((second, String(parts[1])))
    }
    return order.compactMap { found[$0] }
  }

  /// `Time,metric,LABEL…,value`, epochs in milliseconds, line feeds alone; a series lacks the labels
  /// whose cells are empty.
  static func long(_ series: [MetricForm.Series]) -> String {
    let names = labelNames(series)
    return (["Time", "metric"] + names + ["value"]).joined(separator: ",") + "\n"
      + series.flatMap { series -> [String] in
        let labels = names.map { name in
          series.labels.first { $0.0 == name }.map { quoted($0.1) } ?? ""
        }
        return series.points.map { point in
          (["\(point.second)000", series.name] + labels + [point.value]).joined(separator: ",")
            + "\n"
        }
      }.joined()
  }

  static func labelNames(_ series: [MetricForm.Series]) -> [String] {
    Set(series.flatMap { $0.labels.map(\.0) }).sorted()
  }

  /// `time;series…` with a byte order mark, CRLF, dates of Shanghai's clock and a decimal comma; a
  /// cell is empty where a series has no sample.
  static func wide(_ series: [MetricForm.Series]) -> String {
    let columns = series.map { series -> String in
      let labels = series.labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
      return quoted("\(series.name){\(labels)}")
    }
    var text = "\u{feff}time;" + columns.joined(separator: ";") + "\r\n"
    var values: [Int: [Int: String]] = [:]
    for (index, series) in series.enumerated() {
      for point in series.points { values[point.second, default: [:]][index] = point.value }
    }
    for (second, row) in values.sorted(by: { $0.key < $1.key }) {
      let cells = series.indices.map { row[$0]?.replacing(".", with: ",") ?? "" }
      text += date(second) + ";" + cells.joined(separator: ";") + "\r\n"
    }
    return text
  }

  private static func date(_ second: Int) -> String {
    let part = CivilTime.shanghai.fields(second * nanosecondsPerSecond)
    return "\(part.day).\(part.month).\(part.year) \(part.hour):\(padded(part.minute, 2)):"
      + padded(part.second, 2)
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
