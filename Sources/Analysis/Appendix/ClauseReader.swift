internal import Diagnostics
internal import Yams

/// Reads the keys of one clause: what every kind has, and what kinds share.
public struct ClauseReader {
  var keys: NodeReader
  /// The contract's zone, for the tiling of windows.
  let zone: CivilZone

  init(_ keys: NodeReader, zone: CivilZone) {
    self.keys = keys
    self.zone = zone
  }

  /// `service: X` or `per: service`.
  mutating func scope() -> Clause.Scope {
    let service = keys.text("service")
    if let per = keys.node("per") {
      if per.scalar?.string == "service" {
        if service != nil {
          keys.problem("conflict", "\(keys.name): service and per exclude each other", at: per)
        }
        return .perService
      }
      keys.problem("unknown-name", "\(keys.name).per can only be \"service\"", at: per)
    }
    return service.map { .service($0) } ?? .all
  }

  /// `window:` of a length that tiles an hour or a day.
  mutating func window(default length: Int64) -> Int64 {
    guard let node = keys.node("window") else { return length }
    guard let window = keys.duration("window") else { return length }
    if WindowGrid(zone: zone, lengthNanoseconds: window) == nil {
      keys.problem(
        "window-length", "\(keys.name).window must divide 60 minutes or be whole hours up to a day",
        at: node, fix: "use 60s, 5m, 30m, 1h …")
    }
    return window
  }

  /// `where:` with globs by field.
  mutating func filter() -> RecordFilter {
    guard let node = keys.node("where"),
      var fields = NodeReader(
        node, file: keys.file, name: keys.name + ".where", problems: keys.problems)
    else { return RecordFilter() }
    var globs: [RecordFilter.Field: [Glob]] = [:]
    for field in RecordFilter.Field.allCases {
      if let texts = fields.texts(field.rawValue) { globs[field] = texts.map { Glob($0.text) } }
    }
    fields.finish()
    return RecordFilter(globs: globs)
  }

  /// A percentage or ratio between 0 and 1.
  mutating func ratio(_ key: String, percentByDefault: Bool = false) -> ExactRatio? {
    guard let node = keys.node(key), let text = keys.text(of: node, key) else { return nil }
    if text.hasPrefix("-") {
      keys.problem(
        "negative-value", "\(keys.name).\(key) is negative: \(text)", at: node,
        fix: "leave out the minus sign")
      return nil
    }
    guard let ratio = ExactRatio(parsing: text, percentByDefault: percentByDefault) else {
      keys.problem(
        "value-syntax", "\(keys.name).\(key) is no percentage: \(text)", at: node,
        fix: "write 99.98% or 0.9998")
      return nil
    }
    guard ratio.numerator <= ratio.denominator else {
      keys.problem(
        "value-range", "\(keys.name).\(key) is more than 100 %", at: node,
        fix: "write 99.98% or 0.9998")
      return nil
    }
    return ratio
  }

  /// `from:` as a list of sources in order of preference.
  mutating func sources<Source: RawRepresentable & CaseIterable>(
    default sources: [Source]
  ) -> [Source] where Source.RawValue == String {
    guard let texts = keys.texts("from") else { return sources }
    return texts.compactMap { keys.choice($0.text, at: $0.node, "from") }
  }
}
