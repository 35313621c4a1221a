/// The names by which an OTLP metric may be asked for.
///
/// First the one that Prometheus gives it (dots to underscores, unit and `_total` behind), then the
/// plain one with underscores, then the one of OTLP. Source: OpenTelemetry, "Prometheus and
/// OpenMetrics Compatibility"; opentelemetry-collector-contrib, `pkg/translator/prometheus`.
enum OTLPMetricNames {
  /// Names without the suffixes of histograms, best first, none twice.
  static func candidates(_ metric: OTLPMetric) -> [String] {
    var names: [String] = []
    for name in [prometheus(metric), underscored(metric.name), metric.name]
    where !names.contains(name) { names.append(name) }
    return names
  }

  static func prometheus(_ metric: OTLPMetric) -> String {
    var tokens = words(metric.name)
    let parts = metric.unit.split(separator: "/", maxSplits: 1).map {
      $0.filter { $0 != " " }
    }
    if let main = parts.first, !main.contains("{"), !main.isEmpty {
      let word = units[main] ?? words(main).joined(separator: "_")
      if !word.isEmpty, !tokens.contains(word) { tokens.append(word) }
    }
    if parts.count == 2, !parts[1].contains("{"), !parts[1].isEmpty {
      let word = perUnits[parts[1]] ?? words(parts[1]).joined(separator: "_")
      if !word.isEmpty, !tokens.contains(word) { tokens += ["per", word] }
    }
    if metric.kind == .sum, metric.isMonotonic {
      tokens.removeAll { $0 == "total" }
      tokens.append("total")
    }
    if metric.kind == .gauge, metric.unit == "1" {
      tokens.removeAll { $0 == "ratio" }
      tokens.append("ratio")
    }
    return startingWithLetter(tokens.joined(separator: "_"))
  }

  /// The name with an underscore for every character that Prometheus does not know.
  static func underscored(_ name: String) -> String {
    startingWithLetter(words(name, keepsEmpty: true).joined(separator: "_"))
  }

  /// A label's name.
  static func label(_ key: String) -> String {
    var name = ""
    for scalar in key.unicodeScalars {
      name.unicodeScalars.append(isLetterOrDigit(scalar) || scalar == "_" ? scalar : "_")
    }
    guard let first = name.unicodeScalars.first else { return "_" }
    return ("0"..."9").contains(first) ? "key_" + name : name
  }

  private static func words(_ name: String, keepsEmpty: Bool = false) -> [String] {
    name.unicodeScalars.split(
      omittingEmptySubsequences: !keepsEmpty, whereSeparator: { !isLetterOrDigit($0) && $0 != ":" }
    ).map { String($0) }
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  private static func startingWithLetter(_ name: String) -> String {
    guard let first = name.unicodeScalars.first else { return name }
    return ("0"..."9").contains(first) ? "_" + name : name
  }

  private static let units: [String: String] = [
    "d": "days", "h": "hours", "min": "minutes", "s": "seconds", "ms": "milliseconds",
    "us": "microseconds", "ns": "nanoseconds", "By": "bytes", "KiBy": "kibibytes",
    "MiBy": "mebibytes", "GiBy": "gibibytes", "TiBy": "tibibytes", "KBy": "kilobytes",
    "MBy": "megabytes", "GBy": "gigabytes", "TBy": "terabytes", "B": "bytes", "KB": "kilobytes",
    "MB": "megabytes", "GB": "gigabytes", "TB": "terabytes", "m": "meters", "V": "volts",
    "A": "amperes", "J": "joules", "W": "watts", "g": "grams", "Cel": "celsius", "Hz": "hertz",
    "1": "", "%": "percent",
  ]

  private static let perUnits: [String: String] = [
    "s": "second", "m": "minute", "min": "minute", "h": "hour", "d": "day", "w": "week",
    "mo": "month", "y": "year",
  ]
}
