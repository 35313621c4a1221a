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
    timeField(&keys, &source)
    recordFields(&keys, &source)
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

  private func timeField(_ keys: inout NodeReader, _ source: inout SourceDeclaration) {
    guard let node = keys.node("time"),
      var section = NodeReader(
        node, file: keys.file, name: "sources.time", problems: keys.problems)
    else { return }
    let unit = section.choice("unit", SourceUnit.self, code: "unknown-unit")
    if let means = section.choice("means", SourceDeclaration.TimeMeaning.self) {
      source.timeMeans = means
    }
    if let field = section.text("field") {
      source.time = SourceDeclaration.Field(path: field, unit: unit)
    }
    section.finish()
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
