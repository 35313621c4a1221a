extension NativeHistogram {
  /// A histogram as the HTTP API states it: count, sum and `[rule, from, to, count]` buckets.
  ///
  /// The answer states bounds, not a schema, so that it becomes one with bounds of its own; nil
  /// when buckets overlap, run backwards or are no numbers.
  init?(answer tape: JSONTape, _ node: Int) {
    guard tape.kind(node) == .object, let count = Self.number(tape, tape.member(node, "count")),
      let sum = Self.number(tape, tape.member(node, "sum")), count >= 0
    else { return nil }
    self.init(schema: Self.customSchema, count: count, sum: sum)
    hasSeenBoundsOnly = true
    guard let buckets = tape.member(node, "buckets") else { return }
    guard tape.kind(buckets) == .array else { return nil }
    for bucket in tape.elements(buckets) {
      let parts = tape.kind(bucket) == .array ? tape.elements(bucket) : []
      guard parts.count == 4, let from = Self.number(tape, parts[1]),
        let to = Self.number(tape, parts[2]), let held = Self.number(tape, parts[3]), from < to,
        held >= 0, from >= customBounds.last ?? -.infinity
      else { return nil }
      if from.isFinite, from != customBounds.last { customBounds.append(from) }
      guard let index = Int32(exactly: customBounds.count) else { return nil }
      positive.append(Bucket(index: index, count: held))
      if to.isFinite { customBounds.append(to) }
    }
  }

  private static func number(_ tape: JSONTape, _ node: Int?) -> Double? {
    guard let node, let text = tape.text(ofScalar: node), let value = sampleValue(text.bytes),
      !value.isNaN || tape.kind(node) == .string
    else { return nil }
    return value
  }
}
