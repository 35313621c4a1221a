/// One line of `bag-info.txt`.
public struct BagInfoField: Sendable, Equatable {
  /// Letters, digits and `-`: `External-Identifier`.
  public var key: String
  /// One line of UTF-8 text.
  public var value: String

  /// `key: value`.
  public init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }

  /// Whether it reads back as it is written.
  var isWritable: Bool {
    BagInfo.isKey(Array(key.utf8)) && !value.isEmpty
      && !value.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
      && value.first != " " && value.last != " "
  }
}

/// The text of `bag-info.txt` (RFC 8493, 2.2.2). Lines are not folded: the recommended 79
/// columns are for reading, and a fold would make a value depend on the unfolding tool.
enum BagInfo {
  static func text(_ fields: [BagInfoField]) -> String {
    fields.map { "\($0.key): \($0.value)\n" }.joined()
  }

  /// The fields, and the numbers of the lines that are none. Folded lines are unfolded.
  static func parse(_ bytes: [UInt8]) -> (fields: [BagInfoField], malformedLines: [Int]) {
    var fields: [BagInfoField] = []
    var malformed: [Int] = []
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() } else { malformed.append(lines.count) }
    for (index, line) in lines.enumerated() {
      let isFold = line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
      let text = String(validating: line, as: UTF8.self)
      if isFold, let last = fields.indices.last, let text {
        fields[last].value += " " + text.drop { $0 == " " || $0 == "\t" }
      } else if let field = text.flatMap(field) {
        fields.append(field)
      } else {
        malformed.append(index + 1)
      }
    }
    return (fields, malformed)
  }

  static func isKey(_ bytes: [UInt8]) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private static func field(_ line: String) -> BagInfoField? {
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let rest = line[line.utf8.index(after: colon)...]
    guard rest.first == " " else { return nil }
    let field = BagInfoField(String(line[..<colon]), String(rest.dropFirst()))
    return field.isWritable ? field : nil
  }
}
