extension JSONTape {
  /// The first of `paths` that holds a text or number; an object of the same name is passed.
  func text(at paths: [FieldPath]) -> ByteText? {
    for path in paths {
      if let node = find(path), let text = text(ofScalar: node) { return text }
    }
    return nil
  }

  /// A duration in nanoseconds; of several upstream values ("0.000, 1.000") the sum.
  func duration(_ field: Field) -> Int64? {
    for (path, unit) in zip(field.paths, field.units) {
      guard let unit, let node = find(path), let text = text(ofScalar: node) else { continue }
      if let total = durationNanoseconds(text.bytes, unit) { return total }
    }
    return nil
  }

  /// A wait in nanoseconds: the table's fields, else any top-level field whose name holds `wait`
  /// and ends in a unit, because loggers name their pools freely.
  func wait(_ fields: Field) -> Int64? {
    if let known = duration(fields) { return known }
    var found: Int64?
    forEachMember(root) { key, value in
      let name = raw(key)
      guard found == nil, name.count > 5, Analysis.find("wait", in: name) != nil,
        let unit = FieldTable.unit(ofName: String(decoding: name, as: UTF8.self)),
        let text = text(ofScalar: value),
        let scaled = parseScaledDecimal(text.bytes, scale: unit.nanoseconds), scaled.value >= 0
      else { return }
      found = scaled.value
    }
    return found
  }

  /// A status; of several upstream values ("502, 200") the last.
  func status(_ paths: [FieldPath]) -> Int? {
    text(at: paths).flatMap { httpStatus($0.bytes) }
  }
}
