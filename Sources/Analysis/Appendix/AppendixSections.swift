internal import Diagnostics
internal import Yams

/// Reads the sections of an appendix.
struct AppendixSections {
  let zone: CivilZone

  func parties(_ keys: inout NodeReader) -> [Appendix.Party] {
    guard let node = keys.node("parties"),
      let section = NodeReader(node, file: keys.file, name: "parties", problems: keys.problems)
    else { return [] }
    return section.entries.compactMap { entry in
      section.text(of: entry.value, entry.key).map { Appendix.Party(role: entry.key, name: $0) }
    }
  }

  /// The clauses, and every id that was declared: one with a mistake inside is still known.
  func clauses(_ keys: inout NodeReader) -> (clauses: [Clause], ids: [ClauseID]) {
    guard let node = keys.required("clauses", fix: "`estreat init` writes the five clauses"),
      let section = NodeReader(node, file: keys.file, name: "clauses", problems: keys.problems)
    else { return ([], []) }
    let ids = section.entries.map(\.key)
    let clauses = section.entries.compactMap { clause($0.key, $0.value, section, ids) }
    if section.entries.isEmpty {
      section.problem("clauses-empty", "there is no clause", at: node)
    }
    if let cycle = RequirementGraph.cycle(clauses.map { ($0.id, $0.requires) }) {
      let at = section.entries.first { $0.key == cycle.first }?.keyNode
      section.problem(
        "requirement-cycle", "clauses require each other: " + cycle.joined(separator: " → "),
        at: at, fix: "remove one of the requirements")
    }
    return (clauses, ids)
  }

  private func clause(
    _ id: String, _ node: Node, _ section: NodeReader, _ ids: [String]
  ) -> Clause? {
    guard
      var keys = NodeReader(
        node, file: section.file, name: "clauses.\(id)", problems: section.problems)
    else { return nil }
    let names = ClauseKinds.all.map { $0.kind }
    guard let kindNode = keys.required("kind", fix: "known: " + names.joined(separator: ", ")),
      let name = keys.text(of: kindNode, "kind")
    else { return nil }
    guard let kind = ClauseKinds.all.first(where: { $0.kind == name }) else {
      keys.problem(
        "unknown-kind", "clauses.\(id): there is no clause kind \"\(name)\"", at: kindNode,
        fix: Suggestion.fix(for: name, among: names))
      return nil
    }
    let requires = requires(&keys, id, ids, kind)
    var reader = ClauseReader(keys, zone: zone)
    let scope = reader.scope()
    let rule = kind.parse(&reader)
    reader.keys.finish()
    return rule.map {
      Clause(id: id, requires: requires, scope: scope, rule: $0, line: keys.line)
    }
  }

  /// An explicit `requires` replaces the kind's; the kind's ids must exist as well.
  private func requires(
    _ keys: inout NodeReader, _ id: String, _ ids: [String], _ kind: any ClauseRule.Type
  ) -> [ClauseID] {
    guard let node = keys.node("requires") else {
      let absent = kind.defaultRequires.filter { !ids.contains($0) || $0 == id }
      if !absent.isEmpty {
        keys.problem(
          "unknown-clause",
          "clauses.\(id) requires \(absent.joined(separator: ", ")) by default, which the appendix"
            + " lacks",
          fix: "add the clause, or write requires: [] to require nothing")
      }
      return kind.defaultRequires.filter { ids.contains($0) && $0 != id }
    }
    return keys.list(node).compactMap { item in
      guard let text = keys.text(of: item, "requires") else { return nil }
      if ids.contains(text) { return text }
      keys.problem(
        "unknown-clause", "clauses.\(id) requires \"\(text)\", which is no clause", at: item,
        fix: Suggestion.fix(for: text, among: ids))
      return nil
    }
  }

  func arbitration(_ keys: inout NodeReader, _ ids: [ClauseID]) -> Appendix.Arbitration? {
    guard let node = keys.node("arbitration"),
      var section = NodeReader(
        node, file: keys.file, name: "arbitration", problems: keys.problems)
    else { return nil }
    let within = section.duration("within") ?? 60_000_000_000
    var order: [ClauseID] = []
    for item in section.texts("order") ?? [] {
      if !ids.contains(item.text) {
        section.problem(
          "unknown-clause", "arbitration.order: \"\(item.text)\" is no clause", at: item.node,
          fix: Suggestion.fix(for: item.text, among: ids))
      } else if order.contains(item.text) {
        section.problem(
          "duplicate-key", "arbitration.order names \(item.text) twice", at: item.node)
      } else {
        order.append(item.text)
      }
    }
    var path: [String] = []
    for item in section.texts("path") ?? [] {
      if PathNodes.names.contains(item.text) {
        path.append(item.text)
      } else {
        section.problem(
          "unknown-node", "arbitration.path: there is no node \"\(item.text)\"", at: item.node,
          fix: Suggestion.fix(for: item.text, among: PathNodes.names))
      }
    }
    let blocked = section.duration("blocked-at-least")
    section.finish()
    return Appendix.Arbitration(
      withinNanoseconds: within, order: order, path: path, blockedAtLeastNanoseconds: blocked)
  }

  func excusals(_ keys: inout NodeReader, _ ids: [ClauseID]) -> [Appendix.Excusal] {
    guard let node = keys.node("excused") else { return [] }
    return keys.list(node).compactMap { item in
      guard
        var entry = NodeReader(item, file: keys.file, name: "excused", problems: keys.problems)
      else { return nil }
      let interval = interval(&entry, fix: "write from: and to: as 2024-05-12T02:00+08:00")
      let reason = entry.required("reason", fix: "say why, as agreed").flatMap {
        entry.text(of: $0, "reason")
      }
      let agreedBy = entry.text("agreed-by")
      var concerned: [ClauseID] = []
      for name in entry.texts("clauses") ?? [] {
        if ids.contains(name.text) {
          concerned.append(name.text)
        } else {
          entry.problem(
            "unknown-clause", "excused.clauses: \"\(name.text)\" is no clause", at: name.node,
            fix: Suggestion.fix(for: name.text, among: ids))
        }
      }
      if entry.node("clauses") == nil {
        _ = entry.required("clauses", fix: "name the excused clauses, as in clauses: [A2, A5]")
      }
      entry.finish()
      guard let interval, let reason else { return nil }
      return Appendix.Excusal(
        interval: interval, clauses: concerned, reason: reason, agreedBy: agreedBy)
    }
  }

  /// `from` and `to`, both required; a time without offset is taken in the contract's zone.
  func interval(_ keys: inout NodeReader, fix: String) -> Interval? {
    guard let from = keys.required("from", fix: fix), let to = keys.required("to", fix: fix),
      let start = instant(from, keys, "from"), let end = instant(to, keys, "to")
    else { return nil }
    guard start < end else {
      keys.problem("interval-reversed", "\(keys.name): from is not before to", at: to)
      return nil
    }
    return Interval(from: start, to: end)
  }

  private func instant(_ node: Node, _ keys: NodeReader, _ key: String) -> Instant? {
    guard let text = keys.text(of: node, key) else { return nil }
    let bytes = Array(text.utf8)
    switch bytes.withUnsafeBytes({ TimestampParser(zone: zone).parse($0) }) {
    case .success(let reading) where text.contains(":"): return reading.stamp.instant
    case .success:
      keys.problem("timestamp-syntax", "\(keys.name).\(key) is no date and time", at: node)
    case .failure(let fault):
      keys.problem(
        fault.rawValue, "\(keys.name).\(key): \(fault.message): \(text)", at: node,
        fix: "write 2024-05-12T02:00+08:00")
    }
    return nil
  }

  func calendar(_ keys: inout NodeReader) -> Appendix.Calendar? {
    guard let node = keys.node("calendar"),
      var section = NodeReader(node, file: keys.file, name: "calendar", problems: keys.problems)
    else { return nil }
    func dates(_ key: String) -> [String] {
      (section.texts(key) ?? []).compactMap { item in
        let parts = item.text.split(separator: "-").map(String.init)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]),
          let month = Int(parts[1]), let day = Int(parts[2]),
          CivilTime(year: year, month: month, day: day) != nil
        else {
          section.problem(
            "value-syntax", "calendar.\(key): \"\(item.text)\" is no date", at: item.node,
            fix: "write 2024-05-01")
          return nil
        }
        return item.text
      }
    }
    let calendar = Appendix.Calendar(holidays: dates("holidays"), workdays: dates("workdays"))
    section.finish()
    return calendar
  }

  func laws(_ keys: inout NodeReader) -> [Appendix.LawReference] {
    guard let node = keys.node("law-refs") else { return [] }
    return keys.list(node).compactMap { item in
      guard
        var entry = NodeReader(item, file: keys.file, name: "law-refs", problems: keys.problems)
      else { return nil }
      let label = entry.required("label", fix: "write label: and note:").flatMap {
        entry.text(of: $0, "label")
      }
      let note = entry.text("note") ?? ""
      entry.finish()
      return label.map { Appendix.LawReference(label: $0, note: note) }
    }
  }
}
