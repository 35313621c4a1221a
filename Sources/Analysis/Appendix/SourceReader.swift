internal import Diagnostics
internal import Yams

/// Reads the `sources:` section.
struct SourceReader {
  let zone: CivilZone

  private static let fieldNames = [
    "status", "latency", "trace-id", "request-id", "path", "service", "level", "message",
    "stack-trace", "wait", "upstream-status", "method", "pattern",
  ]

  func sources(_ keys: inout NodeReader) -> [SourceDeclaration] {
    guard let node = keys.node("sources") else { return [] }
    return keys.list(node).compactMap { source($0, keys) }
  }

  private func source(_ node: Node, _ outer: NodeReader) -> SourceDeclaration? {
    guard
      var keys = NodeReader(node, file: outer.file, name: "sources", problems: outer.problems)
    else { return nil }
    let role = keys.required(
      "role", fix: "known: " + SourceRole.allCases.map(\.rawValue).joined(separator: ", ")
    ).flatMap { node in
      keys.text(of: node, "role").flatMap {
        keys.choice($0, at: node, "role", code: "unknown-role") as SourceRole?
      }
    }
    _ = keys.required("files", fix: "write files: \"logs/*.jsonl\"")
    let files = (keys.texts("files") ?? []).map(\.text)
    var source = SourceDeclaration(role: role ?? .appLog, files: files, line: keys.line)
    source.service = keys.text("service")
    if let zoneNode = keys.node("zone"), let name = keys.text(of: zoneNode, "zone") {
      source.zone = CivilZone(name: name)
      if source.zone == nil {
        keys.problem(
          "timezone-unknown", "sources.zone: there is no time zone \"\(name)\"", at: zoneNode,
          fix: ZoneNames.fix(for: name))
      }
    }
    let pattern = timeField(&keys, &source)
    recordFields(&keys, &source)
    csv(&keys, &source, pattern, hasRole: role != nil)
    if let covers = keys.node("covers"),
      var section = NodeReader(
        covers, file: keys.file, name: "sources.covers", problems: keys.problems)
    {
      source.covers = AppendixSections(zone: zone).interval(
        &section, fix: "write covers: {from: 2024-05-15T00:00+08:00, to: 2024-05-16T00:00+08:00}")
      section.finish()
    }
    keys.finish()
    return role == nil ? nil : source
  }

  /// - Returns: how the time is spelled, with its place, where that is declared.
  private func timeField(
    _ keys: inout NodeReader, _ source: inout SourceDeclaration
  ) -> (pattern: TimePattern?, node: Node)? {
    guard let node = keys.node("time"),
      var section = NodeReader(
        node, file: keys.file, name: "sources.time", problems: keys.problems)
    else { return nil }
    let unit = section.choice("unit", SourceUnit.self, code: "unknown-unit")
    source.timeMeans = section.choice("means", SourceDeclaration.TimeMeaning.self)
    if let field = section.text("field") {
      source.time = SourceDeclaration.Field(path: field, unit: unit)
    }
    var found: (pattern: TimePattern?, node: Node)?
    if let node = section.node("format"), let text = section.text(of: node, "format") {
      found = (pattern(text, node, section), node)
      if unit != nil {
        section.problem(
          "conflict", "sources.time: unit and format exclude each other", at: node,
          fix: "unit is for numbers since 1970, format for dates")
      }
    }
    section.finish()
    return found
  }

  private func pattern(_ text: String, _ node: Node, _ section: NodeReader) -> TimePattern? {
    do throws(TimePattern.Fault) {
      return try TimePattern(text)
    } catch {
      let message =
        switch error {
        case .directive(let name): "\(name) is not known"
        case .twice(let name): "\(name) is stated twice"
        case .lacks(let name): "\(name) is lacking"
        }
      section.problem(
        "value-syntax", "sources.time.format: \(message)", at: node,
        fix: "write format: \"%d.%m.%Y %H:%M:%S\"; known: "
          + TimePattern.known.joined(separator: " "))
      return nil
    }
  }

  /// `csv: {layout: long, name: metric, value: value, labels: [instance]}`.
  private func csv(
    _ keys: inout NodeReader, _ source: inout SourceDeclaration,
    _ format: (pattern: TimePattern?, node: Node)?, hasRole: Bool
  ) {
    guard let node = keys.node("csv") else {
      if let format {
        keys.problem(
          "conflict", "sources.time.format is for CSV of metrics, and there is no csv",
          at: format.node, fix: "add csv: {layout: …}, or leave format out")
      }
      return
    }
    func conflict(_ message: String, _ fix: String) {
      keys.problem("conflict", "sources.csv: " + message, at: node, fix: fix)
    }
    if hasRole, source.role != .metrics {
      conflict("only metrics are read from CSV, not \(source.role.rawValue)", "write role: metrics")
    }
    if !source.fields.isEmpty {
      conflict("fields are of log records", "name the columns under csv")
    }
    if source.timeMeans != nil {
      conflict("time.means is of requests and statements", "leave means out")
    }
    guard var reader = CSVMappingReader(node, keys) else { return }
    source.csv = reader.mapping(time: source.time)
    source.csv?.timePattern = format?.pattern
  }

  /// `status: code` or `latency: {field: request_time, unit: s}`.
  private func recordFields(_ keys: inout NodeReader, _ source: inout SourceDeclaration) {
    guard let node = keys.node("fields"),
      var section = NodeReader(
        node, file: keys.file, name: "sources.fields", problems: keys.problems)
    else { return }
    for name in Self.fieldNames {
      guard let value = section.node(name) else { continue }
      if let text = value.scalar?.string {
        source.fields[name] = SourceDeclaration.Field(path: text)
        continue
      }
      guard
        var field = NodeReader(
          value, file: keys.file, name: "sources.fields.\(name)", problems: keys.problems)
      else { continue }
      let unit = field.choice("unit", SourceUnit.self, code: "unknown-unit")
      if field.required("field", fix: "write field: request_time") != nil,
        let path = field.text("field")
      {
        source.fields[name] = SourceDeclaration.Field(path: path, unit: unit)
      }
      field.finish()
    }
    section.finish()
  }
}
