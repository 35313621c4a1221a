/// The identity of a metric series: name and sorted labels.
public struct MetricSeriesID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// One label of a series.
  public struct Label: Sendable, Hashable, Comparable {
    /// Label name.
    public var name: String
    /// Label value.
    public var value: String
    /// A label.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
    /// By name, then value.
    public static func < (a: Label, b: Label) -> Bool { (a.name, a.value) < (b.name, b.value) }
  }

  /// Metric name.
  public let name: String
  /// Labels without `__name__`, sorted by name.
  public let labels: [Label]

  /// A series; labels may come in any order.
  public init(name: String, labels: [Label]) {
    self.name = name
    self.labels = labels.sorted()
  }

  /// The value of a label, if the series has it.
  public func value(of label: String) -> String? {
    labels.first { $0.name == label }?.value
  }

  /// The value of a label as the exporter stated it: where the scraped target has a label of that
  /// name itself, Prometheus keeps the exporter's as `exported_NAME` (`honor_labels: false`).
  public func stated(_ label: String) -> String? {
    value(of: "exported_" + label) ?? value(of: label)
  }

  /// The same series without one label (a histogram's `le`).
  public func dropping(_ label: String) -> MetricSeriesID {
    MetricSeriesID(name: name, labels: labels.filter { $0.name != label })
  }

  /// By name, then labels.
  public static func < (a: MetricSeriesID, b: MetricSeriesID) -> Bool {
    if a.name != b.name { return a.name < b.name }
    return a.labels.lexicographicallyPrecedes(b.labels)
  }

  /// OpenMetrics spelling: `name{a="x"}`, values escaped.
  public var description: String {
    if labels.isEmpty { return name }
    let pairs = labels.map { label in
      var value = ""
      for character in label.value.unicodeScalars {
        switch character {
        case "\\": value += "\\\\"
        case "\"": value += "\\\""
        case "\n": value += "\\n"
        default: value.unicodeScalars.append(character)
        }
      }
      return "\(label.name)=\"\(value)\""
    }
    return name + "{" + pairs.joined(separator: ",") + "}"
  }
}
