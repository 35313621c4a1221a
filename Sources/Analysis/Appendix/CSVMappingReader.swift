internal import Diagnostics
internal import Yams

/// Reads `csv:` of a source: how a CSV of metrics is laid out.
struct CSVMappingReader {
  private enum Flag: String, CaseIterable { case yes = "true", no = "false" }

  private var keys: NodeReader
  /// Columns by what they were named for, to find one that is named for two things.
  private var uses: [(column: String, use: String)] = []
  private let sourceName: String

  /// - Returns: nil, with a problem noted, when `node` is no mapping.
  init?(_ node: Node, _ source: NodeReader) {
    guard
      let keys = NodeReader(
        node, file: source.file, name: source.name + ".csv", problems: source.problems)
    else { return nil }
    self.keys = keys
    sourceName = source.name
  }

  /// The mapping; nil when it lacks something that rows cannot be read without.
  /// - Parameter time: the source's time column.
  mutating func mapping(time: SourceDeclaration.Field?) -> CSVMapping? {
    if let time {
      uses.append((time.path, "time"))
    } else {
      keys.problem(
        "missing-key", "\(sourceName) has csv, but no time.field",
        fix: "write time: {field: Time} with the name of the time column")
    }
    _ = keys.required("layout", fix: "write layout: long (a name and a value a row) or wide")
    let layout = keys.choice("layout", CSVMapping.Layout.self)
    var mapping = CSVMapping(layout: layout ?? .long)
    spelling(&mapping)
    labels(&mapping)
    switch layout {
    case .long: long(&mapping)
    case .wide: wide(&mapping)
    case nil: for key in ["name", "metric", "value", "metrics"] { _ = keys.node(key) }
    }
    check(mapping)
    keys.finish()
    return layout == nil || time == nil ? nil : mapping
  }

  private mutating func spelling(_ mapping: inout CSVMapping) {
    if let byte = byte("delimiter", fix: "write \",\", \";\", \"|\" or tab") {
      mapping.delimiter = byte
    }
    if let node = keys.node("decimal"), let text = keys.text(of: node, "decimal") {
      if text == "." || text == "," {
        mapping.decimal = Array(text.utf8)[0]
      } else {
        keys.problem(
          "value-syntax", "\(keys.name).decimal is neither \".\" nor \",\"", at: node,
          fix: "write decimal: \",\" for 0,25")
      }
    }
    mapping.hasHeader = keys.choice("header", Flag.self) != .no
    mapping.comment = byte("comment", fix: "write comment: \"#\"")
    if let comment = mapping.comment, comment == mapping.delimiter {
      keys.problem("conflict", "\(keys.name): comment and delimiter are the same", fix: nil)
    }
    mapping.missing = Set((keys.texts("missing") ?? []).map(\.text))
  }

  /// One byte that is no part of a number, a word or a line end.
  private mutating func byte(_ key: String, fix: String) -> UInt8? {
    guard let node = keys.node(key), let text = keys.text(of: node, key) else { return nil }
    if text == "tab" || text == "\\t" { return 0x09 }
    let bytes = Array(text.utf8)
    let words = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\"+-."
    if bytes.count == 1, (0x20...0x7e).contains(bytes[0]) || bytes[0] == 0x09,
      !words.utf8.contains(bytes[0])
    {
      return bytes[0]
    }
    keys.problem("value-syntax", "\(keys.name).\(key) must be one sign", at: node, fix: fix)
    return nil
  }

  private mutating func labels(_ mapping: inout CSVMapping) {
    if let node = keys.node("labels") {
      if case .mapping = node {
        mapping.labelColumns = pairs(node, "labels").map {
          CSVMapping.LabelColumn(label: $0.key, column: $0.text)
        }
      } else {
        for item in keys.texts("labels") ?? [] {
          if !mapping.hasHeader {
            keys.problem(
              "value-syntax", "\(keys.name).labels: without a header a column has no name",
              at: item.node, fix: "write labels: {instance: 3}")
          }
          mapping.labelColumns.append(
            CSVMapping.LabelColumn(label: item.text, column: item.text))
        }
      }
    }
    uses += mapping.labelColumns.map { ($0.column, "labels") }
    if let node = keys.node("constant-labels") {
      mapping.constantLabels = pairs(node, "constant-labels").map {
        MetricSeriesID.Label(name: $0.key, value: $0.text)
      }
    }
    let names = mapping.labelColumns.map(\.label) + mapping.constantLabels.map(\.name)
    for name in Set(names).sorted() where names.count(where: { $0 == name }) > 1 {
      keys.problem(
        "conflict", "\(keys.name): the label \(name) is declared twice",
        fix: "keep it under labels or under constant-labels")
    }
    if names.contains("__name__") {
      keys.problem(
        "conflict", "\(keys.name): __name__ is the metric's name, no label",
        fix: "write name: COLUMN or metric: NAME")
    }
  }

  /// The entries of a mapping of names to texts.
  private func pairs(_ node: Node, _ key: String) -> [(key: String, text: String, node: Node)] {
    guard
      let inner = NodeReader(
        node, file: keys.file, name: "\(keys.name).\(key)", problems: keys.problems)
    else { return [] }
    return inner.entries.compactMap { entry in
      inner.text(of: entry.value, entry.key).map { (entry.key, $0, entry.value) }
    }
  }

  private mutating func long(_ mapping: inout CSVMapping) {
    if let node = keys.node("metrics") {
      keys.problem(
        "conflict", "\(keys.name): metrics are the columns of layout: wide", at: node,
        fix: "name the columns of a row's name and value: name: …, value: …")
    }
    mapping.nameColumn = keys.text("name")
    mapping.metric = keys.text("metric")
    if mapping.nameColumn != nil, mapping.metric != nil {
      keys.problem(
        "conflict", "\(keys.name): name and metric exclude each other",
        fix: "name: the column of the names; metric: the name of the only metric")
    } else if mapping.nameColumn == nil, mapping.metric == nil {
      keys.problem(
        "missing-key", "\(keys.name) lacks name or metric",
        fix: "name: the column of the names; metric: the name of the only metric")
    }
    _ = keys.required("value", fix: "write value: the column of the values")
    mapping.valueColumn = keys.text("value")
    if let name = mapping.nameColumn { uses.append((name, "name")) }
    if let value = mapping.valueColumn { uses.append((value, "value")) }
  }

  private mutating func wide(_ mapping: inout CSVMapping) {
    for key in ["name", "metric", "value"] {
      guard let node = keys.node(key) else { continue }
      keys.problem(
        "conflict", "\(keys.name): \(key) belongs to layout: long", at: node,
        fix: "write metrics: {COLUMN: METRIC}, or layout: long")
    }
    guard let node = keys.node("metrics") else {
      guard !mapping.hasHeader else { return }
      keys.problem(
        "missing-key", "\(keys.name) lacks metrics, which a file without header needs",
        fix: "write metrics: {2: mysql_global_status_questions}")
      return
    }
    let found = pairs(node, "metrics")
    if found.isEmpty {
      keys.problem(
        "wrong-type", "\(keys.name).metrics names no column", at: node,
        fix: "write metrics: {COLUMN: METRIC}")
    }
    var series: Set<MetricSeriesID> = []
    mapping.metricColumns = found.compactMap { entry in
      uses.append((entry.key, "metrics"))
      guard let id = MetricSeriesID(text: entry.text) else {
        keys.problem(
          "value-syntax", "\(keys.name).metrics: no metric: \(entry.text)", at: entry.node,
          fix: "write a name, or name{label=\"value\"}")
        return nil
      }
      if !series.insert(id).inserted {
        keys.problem(
          "conflict", "\(keys.name).metrics: two columns are the same series", at: entry.node,
          fix: "tell them apart by a label: name{instance=\"a\"}")
      }
      return CSVMapping.MetricColumn(column: entry.key, series: id)
    }
  }

  /// What concerns all columns.
  private func check(_ mapping: CSVMapping) {
    for (index, item) in uses.enumerated() {
      if let before = uses[..<index].first(where: { $0.column == item.column }) {
        keys.problem(
          "conflict",
          "\(keys.name): the column \"\(item.column)\" is named for \(before.use) and \(item.use)",
          fix: "name each column once")
      }
      if !mapping.hasHeader, (Int(item.column).map { $0 < 1 || $0 > 10_000 }) ?? true {
        keys.problem(
          "value-syntax", "\(keys.name): without a header \"\(item.column)\" names no column",
          fix: "name columns by their numbers, from 1")
      }
    }
  }
}
