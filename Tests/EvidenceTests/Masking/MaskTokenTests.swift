import Foundation
import Testing

@testable import Evidence

/// Tokens: keyed, stable, told apart, recognised again.
@Suite struct MaskTokenTests {
  private let card = Array("4111111111111111".utf8)

  /// The code by openssl, not by our HMAC.
  @Test(.enabled(if: Tool.hasOpenSSL)) func opensslMakesTheSame() throws {
    let scratch = try Scratch()
    try scratch.write("message", Array("estreat.token/1\0CREDIT_CARD\u{0}4111111111111111".utf8))
    let hex = String(repeating: "07", count: 32)
    let made = try Tool.run(
      "openssl",
      ["mac", "-digest", "SHA256", "-macopt", "hexkey:\(hex)", "-in", "message", "HMAC"],
      in: scratch.path)
    let digits = Array(made.output.lowercased().utf8.prefix(24))
    let letters = digits.map { digit -> UInt8 in
      let value = digit < 0x3A ? digit - 0x30 : digit - 0x61 + 10
      return UInt8(ascii: "a") + value
    }
    let code = String(decoding: letters, as: UTF8.self)
    #expect(code.utf8.count == 24)
    #expect(
      try Mask.tokens().token(card, rule: "CREDIT_CARD") == "[CREDIT_CARD:9-16:\(code)]")
  }

  @Test func sameValueSameTokenElseAnother() throws {
    let tokens = try Mask.tokens()
    let token = tokens.token(card, rule: "CREDIT_CARD")
    #expect(token == tokens.token(card, rule: "CREDIT_CARD"))
    // Spelled otherwise in JSON, it is the same value.
    #expect(token == tokens.token(Array(#"\u0034111111111111111"#.utf8), rule: "CREDIT_CARD"))
    #expect(token != tokens.token(card, rule: "ORDER_REF"))
    #expect(token != tokens.token(Array("4111111111111112".utf8), rule: "CREDIT_CARD"))
    #expect(try token != Mask.tokens(Mask.otherKey).token(card, rule: "CREDIT_CARD"))
    // The rule cannot run into the value.
    #expect(
      tokens.token(Array("BC".utf8), rule: "A").suffix(26)
        != tokens.token(Array("C".utf8), rule: "AB").suffix(26))
  }

  @Test func tellsTheClassOfTheLengthOnly() throws {
    let tokens = try Mask.tokens()
    for count in [9, 13, 16] {
      #expect(
        tokens.token(Array(repeating: 0x31, count: count), rule: "R").hasPrefix("[R:9-16:"))
    }
    #expect(tokens.token([0x31], rule: "R").hasPrefix("[R:1-8:"))
    #expect(tokens.token(Array(repeating: 0x31, count: 17), rule: "R").hasPrefix("[R:17-32:"))
  }

  @Test func manyValuesHaveManyTokens() throws {
    let tokens = try Mask.tokens()
    let made = Set((0..<20_000).map { tokens.token(Array("\($0)".utf8), rule: "R") })
    #expect(made.count == 20_000)
  }

  @Test func onlyTokensAreRecognised() throws {
    let token = try Mask.tokens().token(card, rule: "ORDER REF")
    #expect(token.hasPrefix("[ORDER_REF:"))
    func found(_ text: String) -> [Range<Int>] {
      Array(text.utf8).withUnsafeBytes { MaskTokens.ranges(in: $0) }
    }
    let length = token.utf8.count
    #expect(found("a\(token)[\(token)") == [1..<(1 + length), (2 + length)..<(2 + 2 * length)])
    for other in [
      String(token.dropLast()), "[SSN:9-16:123-45-6789]", "[SSN:9-16:abcdefghijklmnopabcdefg]",
      "[SSN:9-16:abcdefghijklmnopabcdefgq]", "[:9-16:abcdefghijklmnopabcdefgh]",
      "[S N:9-16:abcdefghijklmnopabcdefgh]", "[SSN:9:abcdefghijklmnopabcdefgh]",
    ] {
      #expect(found(other).isEmpty, "\(other)")
    }
  }
}
