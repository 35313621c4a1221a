@testable import Sensitive

/// The detectors once more: the shape as an RE2 expression, and what the validator demands.
struct RE2Shape {
  /// Text around a candidate, by offset; 0 outside.
  struct Place {
    let text: [UInt8]
    let range: Range<Int>
    func at(_ offset: Int) -> Character {
      text.indices.contains(offset) ? Character(Unicode.Scalar(text[offset])) : "\0"
    }
    var before: Character { at(range.lowerBound - 1) }
    var after: Character { at(range.upperBound) }
    var string: String { String(text[range].map { Character(Unicode.Scalar($0)) }) }
    var digits: [UInt8] { string.compactMap(\.wholeNumberValue).map { UInt8($0) } }
    func slice<T>(_ range: Range<Int>, _ body: (Slice<UnsafeRawBufferPointer>) -> T) -> T {
      text.withUnsafeBytes { body($0[range]) }
    }
  }

  let name: String
  let expression: String
  /// Whether a shorter match counts when a longer one from the same place is refused.
  var triesShorter = false
  /// The value in a valid candidate.
  let value: @Sendable (Place) -> Range<Int>?

  /// From the end of a name to the start of its value, without the quote.
  private static let assigned = #"(?:\\{0,8}["'])?[ \t]{0,8}(?::=?|=>?)[ \t]{0,8}"#
  private static let quote = #"(?:\\{0,8}["'])"#

  static let all: [RE2Shape] = [
    RE2Shape(name: "SSN", expression: #"\b[0-9]{3}(?:-[0-9]{2}-| [0-9]{2} )[0-9]{4}\b"#) {
      let parts = $0.string.split { $0 == "-" || $0 == " " }.compactMap { Int($0) }
      guard $0.before != "-", $0.after != "-",
        SocialSecurityNumber.isIssued(area: parts[0], group: parts[1], serial: parts[2])
      else { return nil }
      return $0.range
    },
    RE2Shape(
      name: "CREDIT_CARD",
      expression: #"\b(?:[0-9]{13,19}|[0-9]{3,7}(?: [0-9]{3,7}){1,5}|"#
        + #"[0-9]{3,7}(?:-[0-9]{3,7}){1,5})\b"#, triesShorter: true
    ) {
      let goesOn = ".-".contains($0.after) && $0.at($0.range.upperBound + 1).isNumber
      guard !".-".contains($0.before), !goesOn, (13...19).contains($0.digits.count),
        PaymentCard.isCard($0.digits)
      else { return nil }
      return $0.range
    },
    RE2Shape(name: "CN_RESIDENT_ID", expression: #"\b[0-9]{17}[0-9Xx]\b"#) {
      let check = $0.string.last?.wholeNumberValue ?? 10
      let isValid = Int($0.string.prefix(17)).map {
        ResidentIdentity.isValid(body: $0, check: check)
      }
      return isValid == true ? $0.range : nil
    },
    RE2Shape(
      name: "CN_MOBILE",
      expression: #"(?:\+86[ -]?|\b(?:0086[ -]?)?)1[3-9][0-9]{9}\b"#
    ) {
      let isFraction = $0.before == "." && $0.at($0.range.lowerBound - 2).isNumber
      let hasFraction = $0.after == "." && $0.at($0.range.upperBound + 1).isNumber
      return isFraction || hasFraction ? nil : $0.range
    },
    RE2Shape(
      name: "EMAIL",
      expression: #"\b[A-Za-z0-9_][A-Za-z0-9_.%+-]{0,63}@"#
        + #"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}\b"#,
      triesShorter: true
    ) { place in
      let top = place.string.split(separator: ".").last?.count ?? 0
      let label = (place.range.upperBound - top)..<place.range.upperBound
      return place.slice(label) { EmailAddress.isNoDomain($0) } ? nil : place.range
    },
    RE2Shape(
      name: "IBAN",
      expression: #"\b[A-Z]{2}[0-9]{2}(?:[A-Z0-9]{11,30}|"#
        + #"(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)\b"#, triesShorter: true
    ) {
      $0.slice($0.range) { BankAccount.isValid($0) } ? $0.range : nil
    },
    RE2Shape(
      name: "PASSPORT",
      expression: #"\b(?:[A-Z][0-9]{7,8}|[A-Z]{2}[0-9]{6,7}|[0-9]{9}|"#
        + #"[0-9]{2}[A-Z]{2}[0-9]{5})\b"#
    ) { place in
      let words = ["passport", "护照"].map { Array($0.utf8) }
      for gap in 0...40 where place.range.lowerBound - gap >= 0 {
        let end = place.range.lowerBound - gap
        let lower = place.text[..<end].suffix(8).map { (65...90).contains($0) ? $0 | 32 : $0 }
        if words.contains(where: { lower.suffix($0.count).elementsEqual($0) }) {
          return place.range
        }
        if "0123456789\r\n".contains(place.at(end - 1)) { return nil }
      }
      return nil
    },
    RE2Shape(
      name: "JWT", expression: #"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"#
    ) { place in
      let parts = place.string.split(separator: ".", omittingEmptySubsequences: false)
      let header = place.range.lowerBound..<(place.range.lowerBound + parts[0].count)
      let isInside =
        place.before.isASCII
        && (place.before.isLetter || place.before.isNumber || "_-".contains(place.before))
      guard !isInside, parts.allSatisfy({ $0.count % 4 != 1 }),
        place.slice(header, { JSONWebToken.isHeader($0) })
      else { return nil }
      return place.range
    },
    RE2Shape(
      name: "BEARER_TOKEN",
      expression: "(?i:authorization)" + assigned + "(?:" + quote + #"|\["# + quote + "?)?"
        + "(?i:bearer) +[A-Za-z0-9_.~+/-]{8,}=*"
    ) { place in
      let token = place.string.split(separator: " ").last?.count ?? 0
      return secret(place, (place.range.upperBound - token)..<place.range.upperBound)
    },
    RE2Shape(
      name: "AWS_ACCESS_KEY",
      expression: #"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|(?i:secret_access_key|secretaccesskey)"#
        + assigned + quote + "?[A-Za-z0-9/+]{40}"
    ) { place in
      if place.at(place.range.lowerBound) == "A" { return place.range }
      let goesOn =
        place.after.isASCII
        && (place.after.isLetter || place.after.isNumber || "/+=".contains(place.after))
      let value = (place.range.upperBound - 40)..<place.range.upperBound
      return goesOn ? nil : secret(place, value)
    },
    RE2Shape(
      name: "PRIVATE_KEY",
      expression: "-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----"
    ) { $0.range },
    RE2Shape(
      name: "PASSWORD",
      expression: "(?i:password|passwd|pwd|secret)" + assigned
        + #"(?:\\{1,8}"[^"\\\r\n]+|"(?:[^"\\\r\n]|\\[^\x00\r\n])+|"#
        + #"\\{1,8}'[^'\\\r\n]+|'(?:[^'\\\r\n]|\\[^\x00\r\n])+|"#
        + #"[^\x00-\x20"'\\,;&()\[\]{}<>|]+)"#, value: password),
  ]

  private static func secret(_ place: Place, _ range: Range<Int>) -> Range<Int>? {
    place.slice(range) { Masked.isMasked($0) } ? nil : range
  }

  /// The value of an assignment that has the shape already.
  @Sendable private static func password(_ place: Place) -> Range<Int>? {
    var at = place.range.lowerBound
    while place.at(at) != ":", place.at(at) != "=" { at += 1 }
    let isColon = place.at(at) == ":" && place.at(at + 1) != "="
    at += place.at(at) == ":" && !isColon ? 2 : 1
    // Two equals signs compare.
    if place.at(at) == "=" { return nil }
    if place.at(at) == ">" { at += 1 }
    let sign = at
    while " \t".contains(place.at(at)) { at += 1 }
    let blanks = at - sign
    while place.at(at) == "\\" { at += 1 }
    let isQuoted = "\"'".contains(place.at(at))
    if isQuoted { at += 1 }
    let isDirectory =
      place.string.prefix(3).lowercased() == "pwd" && place.at(at) == "/"
    let letters = place.text[at..<place.range.upperBound].allSatisfy {
      (65...90).contains($0 & ~32)
    }
    if isDirectory || isColon && blanks > 0 && !isQuoted && letters { return nil }
    return secret(place, at..<place.range.upperBound)
  }
}
