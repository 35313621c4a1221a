import Foundation
import Testing

@testable import Evidence

/// Masked text: valid where it was valid, no value left, unchanged when masked again.
@Suite struct MaskedTextTests {
  private func token(_ value: String, _ rule: String) throws -> String {
    try Mask.tokens().token(Array(value.utf8), rule: rule)
  }

  @Test func numbersBecomeStringsInJSONOnly() throws {
    let card = try token("4111111111111111", "CREDIT_CARD")
    #expect(
      try Mask.masked(#"{"c":4111111111111111,"n":1}"#, .json) == #"{"c":"\#(card)","n":1}"#)
    #expect(try Mask.masked("c=4111111111111111,", .plain) == "c=\(card),")
    #expect(
      try Mask.masked(#"{"c":"x 4111111111111111 y"}"#, .json) == #"{"c":"x \#(card) y"}"#)
    #expect(try Mask.masked(#"{"4111111111111111":1}"#, .json) == #"{"\#(card)":1}"#)
  }

  @Test func aSpanOverSeveralValuesLeavesJSONValid() throws {
    let text = #"{"a":"one \"two\"","b":[12,true],"c":"x\\"}"#
    let bytes = Array(text.utf8)
    let tokens = try Mask.tokens()
    for start in bytes.indices {
      for end in (start + 1)...bytes.count {
        let shown = bytes.withUnsafeBytes { buffer in
          let range = MaskingRules.widened(start..<end, in: buffer)
          return MaskedText.render(buffer, [SensitiveSpan(range: range, rule: "R")], .json, tokens)
        }
        let isValid = (try? JSONSerialization.jsonObject(with: Data(shown))) != nil
        #expect(isValid, "\(start)..<\(end) \(String(decoding: shown, as: UTF8.self))")
      }
    }
  }

  private static let values: [(String, String)] = [
    ("4111111111111111", "CREDIT_CARD"), ("5500-0055-5555-5559", "CREDIT_CARD"),
    ("536-22-8145", "SSN"), ("jo.doe@example.com", "EMAIL"), ("4251234567890", "ORDER_REF"),
    ("13800138000", "MOBILE"), ("AKIAIOSFODNN7EXAMPLE", "AWS"),
  ]

  private static func escaped(_ text: String, _ random: inout SeededGenerator) -> String {
    text.utf8.map { byte in
      let hex = String(byte, radix: 16)
      return Int.random(in: 0..<4, using: &random) == 0
        ? "\\u00" + (hex.count == 1 ? "0" : "") + hex : String(UnicodeScalar(byte))
    }.joined()
  }

  /// Random lines with random values, in strings, in keys, escaped, as numbers.
  @Test(arguments: 1...40) func noValueIsLeft(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      var line = #"{"i":\#(Int.random(in: 0..<99, using: &random))"#
      var planted: [String] = []
      for field in 0..<Int.random(in: 1...4, using: &random) {
        guard let (value, rule) = Self.values.randomElement(using: &random) else { continue }
        planted.append(value)
        let spelled =
          Bool.random(using: &random) ? value : Self.escaped(value, &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: line += #","f\#(field)":"\#(spelled)""#
        case 1: line += #","f\#(field)":"a \"\#(spelled)\" \n\#(spelled)\t""#
        case 2: line += #","\#(spelled)\#(field == 0 ? "" : " \(field)")":null"#
        case 3 where value.allSatisfy(\.isNumber): line += #","f\#(field)":\#(value)"#
        default: line += #","f\#(field)":{"m":["x","\#(rule) \#(spelled)"]}"#
        }
      }
      line += "}"
      let shown = try Mask.masked(line, .json)
      let object = try? JSONSerialization.jsonObject(with: Data(shown.utf8))
      #expect(object != nil, "seed \(seed): \(line) -> \(shown)")
      let plain = String(decoding: UnescapedText.characters(Array(shown.utf8)), as: UTF8.self)
      for value in planted {
        #expect(!plain.contains(value), "seed \(seed): \(line) -> \(shown)")
        let digits = value.filter(\.isNumber)
        if digits.count >= 9 { #expect(!plain.filter(\.isNumber).contains(digits), "\(shown)") }
      }
      #expect(try Mask.masked(shown, .json) == shown, "seed \(seed): not the same masked again")
      #expect(try Mask.masked(Mask.masked(line)) == Mask.masked(line), "seed \(seed)")
    }
  }
}
