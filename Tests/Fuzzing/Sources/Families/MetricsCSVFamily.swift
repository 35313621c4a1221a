@testable internal import Analysis

/// CSV of metrics, declared in several ways: no cut changes a call.
struct MetricsCSVFamily: FuzzFamily {
  let name = "metrics-csv"
  let seedPaths = ["/metrics-csv/"]
  let tokens = [
    "\"", "\"\"", "\",\"", "\r\n", ",", ";", "\t", "sep=;\n", "Time,Metric,Value\n", "time,a,b\n",
    "#", "1715754003", "1715754003123", "2024-05-15 14:20:00", "15.05.2024 14:20:00", "0,25", "1e3",
    "NaN", "{a=\"\"b\"\"}", "\u{feff}", "null",
  ]
  let seedChoices = 4

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    var context = Reading.context(zone: control[0] & 0x10 == 0 ? .utc : nil)
    var source = SourceDeclaration(role: .metrics, files: [], line: 1)
    source.csv = Self.mapping(control[0])
    source.time = SourceDeclaration.Field(
      path: source.csv?.hasHeader == false ? "1" : control[0] & 1 == 0 ? "Time" : "time",
      unit: control[0] & 0x20 == 0 ? nil : .milliseconds)
    context.source = source
    // A defect has its cell's place, a sample that of the row, which begins before it.
    _ = Reading.demandAnyCut(MetricsCSV(), context, Content(content), control[1], isInOrder: false)
  }

  private static func mapping(_ choice: UInt8) -> CSVMapping {
    var mapping = CSVMapping(layout: choice & 1 == 0 ? .long : .wide)
    switch choice & 3 {
    case 0:
      mapping.nameColumn = "Metric"
      mapping.valueColumn = "Value"
      mapping.constantLabels = [MetricSeriesID.Label(name: "job", value: "x")]
    case 1: mapping.missing = ["null"]
    case 2:
      mapping.hasHeader = false
      mapping.metric = "m"
      mapping.valueColumn = "2"
      mapping.delimiter = UInt8(ascii: ";")
      mapping.decimal = UInt8(ascii: ",")
      mapping.timePattern = try? TimePattern("%d.%m.%Y %H:%M:%S")
    default:
      mapping.comment = UInt8(ascii: "#")
      mapping.delimiter = 0x09
    }
    return mapping
  }
}
