/// Looks at the start of an export that may be OTLP in JSON.
struct OTLPJSONLook {
  private let head: ExportHead

  init(_ head: ExportHead) { self.head = head }

  /// Claims the export for a signal whose names are in it; of several the registry decides.
  func claim(
    _ signal: OTLPSignal, confidence: Int, _ resources: [StaticString], _ scopes: [StaticString]
  ) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{") else { return nil }
    // A resource of its own, as one line of a stream may be, names its scopes only.
    guard has(resources) || has(scopes) && has(["resource", "scope", "spans"]) else { return nil }
    return Recognition(confidence: confidence, reason: "JSON objects with resource \(signal)")
  }

  private func has(_ names: [StaticString]) -> Bool {
    names.contains { name in
      name.withUTF8Buffer { text in
        var needle: [UInt8] = [0x22]
        needle.append(contentsOf: text)
        needle.append(0x22)
        return needle.withUnsafeBytes { find($0, in: head.bytes) }
      }
    }
  }

  private func find(_ needle: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer) -> Bool {
    guard text.count >= needle.count else { return false }
    for at in 0...(text.count - needle.count)
    where text[at] == needle[0] && text[at + 1] == needle[1] {
      if text[at..<(at + needle.count)].elementsEqual(needle) { return true }
    }
    return false
  }

  /// Whether the first line is a document of its own and so, in every such file, is each line;
  /// nil when its end is not in the head.
  static func areLinesIndependent(_ head: ExportHead) -> Bool? {
    // Delta metrics are added up in the order of the export.
    if contains(head, "\"resourceMetrics\"") || contains(head, "\"resource_metrics\"") {
      return false
    }
    let bytes = head.bytes
    var at = 0
    while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
    guard let end = bytes[at...].firstIndex(of: 0x0a) else { return head.isWhole ? false : nil }
    var shape = JSONShape()
    shape.take(UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
    return shape.depth == 0 && !shape.isInString
  }
}
