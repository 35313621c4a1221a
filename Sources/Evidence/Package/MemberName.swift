internal import Diagnostics

/// The names a member may have: such that no unpacker on any system writes outside its folder,
/// merges two members, or needs an encoding to be agreed on.
enum MemberName {
  private static let segmentPunctuation = Set("._-+=@,".utf8)
  private static let windowsDevices: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })

  /// Why `name` is not safe, or nil.
  static func defect(_ name: String) -> String? { defect(Array(name.utf8)) }

  /// Why the name of these bytes is not safe, or nil.
  static func defect(_ name: [UInt8]) -> String? {
    if name.isEmpty { return "it is empty" }
    if name.count > 1024 { return "it is longer than 1024 bytes" }
    if name.contains(where: { $0 >= 0x80 }) { return "it is not ASCII" }
    if name.contains(UInt8(ascii: "\\")) { return "it holds a backslash" }
    if name[0] == UInt8(ascii: "/") { return "it is absolute" }
    if name.count > 1, name[1] == UInt8(ascii: ":") { return "it names a drive" }
    if name[0] == UInt8(ascii: "-") { return "it begins like an option" }
    for segment in name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if let reason = segmentDefect(segment) { return reason }
    }
    return nil
  }

  /// The bytes of a name as text that is safe to print: anything unusual as `\xNN`.
  static func display(_ name: [UInt8]) -> String {
    var out = ""
    for byte in name {
      if byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\") {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16)
        out += "\\x" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return out
  }

  /// Names that cannot be unpacked beside each other: equal but for case, or one the folder of
  /// the other. Each as (name, the name it clashes with); equal names are not listed.
  static func clashes(_ names: some Sequence<String>) -> [(String, String)] {
    var folded: [String: String] = [:]
    for name in names.sorted() where folded[name.lowercased()] == nil {
      folded[name.lowercased()] = name
    }
    var out: [(String, String)] = []
    for name in Set(names).sorted() {
      let lower = name.lowercased()
      if let other = folded[lower], other != name { out.append((name, other)) }
      for slash in lower.utf8.indices where lower.utf8[slash] == UInt8(ascii: "/") {
        if let other = folded[String(lower[..<slash])] { out.append((name, other)) }
      }
    }
    return out
  }

  static func unsafe(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      .error, "unsafe-name", "the member name \(display(Array(name.utf8))) is not safe: \(reason)",
      fix: "use letters, digits and . _ - + = @ , in segments parted by /")
  }

  private static func segmentDefect(_ segment: ArraySlice<UInt8>) -> String? {
    if segment.isEmpty { return "it holds an empty segment" }
    if segment.allSatisfy({ $0 == UInt8(ascii: ".") }) { return "it leaves its folder" }
    if segment.last == UInt8(ascii: ".") { return "a segment ends in a dot" }
    for byte in segment where !isAllowed(byte) {
      return "it holds the character \(display([byte]))"
    }
    let stem = segment.prefix { $0 != UInt8(ascii: ".") }
    if windowsDevices.contains(String(decoding: stem, as: UTF8.self).lowercased()) {
      return "a segment names a device"
    }
    return nil
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: segmentPunctuation.contains(byte)
    }
  }
}
