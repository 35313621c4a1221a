/// A JSON value whose object members keep the order they were given in.
///
/// Numbers are carried as their literal text, so that what is written is exact.
indirect enum JSONValue: Sendable {
  case string(String)
  case number(String)
  case bool(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])

  static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// One line without blanks.
  var compact: String {
    var text = ""
    append(to: &text, indent: nil)
    return text
  }

  /// Two blanks a level, as scanners write their reports.
  var pretty: String {
    var text = ""
    append(to: &text, indent: 0)
    return text
  }

  private func append(to text: inout String, indent: Int?) {
    switch self {
    case .string(let value): appendQuoted(value, to: &text)
    case .number(let literal): text += literal
    case .bool(let value): text += value ? "true" : "false"
    case .array(let elements):
      appendMembers(elements, "[", "]", to: &text, indent: indent) { element, text, indent in
        element.append(to: &text, indent: indent)
      }
    case .object(let members):
      appendMembers(members, "{", "}", to: &text, indent: indent) { member, text, indent in
        appendQuoted(member.0, to: &text)
        text += indent == nil ? ":" : ": "
        member.1.append(to: &text, indent: indent)
      }
    }
  }

  private func appendMembers<Member>(
    _ members: [Member], _ open: String, _ close: String, to text: inout String, indent: Int?,
    write: (Member, inout String, Int?) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 2 }
    for (index, member) in members.enumerated() {
      if index > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: " ", count: inner) }
      write(member, &text, inner)
    }
    if let indent, !members.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  private func appendQuoted(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      default:
        if scalar.value < 0x20 {
          text += "\\u00" + padded(Int(scalar.value) / 16, 1) + hexDigit(scalar.value % 16)
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }
}

private func hexDigit(_ value: UInt32) -> String { String(value, radix: 16) }
