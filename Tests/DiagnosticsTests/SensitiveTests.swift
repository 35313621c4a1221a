import Testing

@testable import Sensitive

/// Test numbers that the card brands publish; ranges that the Social Security Administration
/// never issued; numbers that only look alike.
struct SensitiveTests {
  private func hits(_ name: String, _ text: String, expression: String? = nil) throws -> [String] {
    let scanner = try SensitiveScanner(patterns: [.init(name: name, expression: expression)])
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { raw in
      scanner.scan(raw).map { String(decoding: raw[$0.range], as: UTF8.self) }
    }
  }

  @Test(arguments: [
    "4111111111111111", "4012888888881881", "4222222222222", "5555555555554444",
    "5105105105105100", "2223003122003222", "378282246310005", "371449635398431",
    "3530111333300000", "30569309025904", "38520000023237", "6011111111111117",
    "6011000990139424", "6200000000000005", "4111 1111 1111 1111", "4111-1111-1111-1111",
    "3782 822463 10005",
  ])
  func cards(_ number: String) throws {
    #expect(try hits("CREDIT_CARD", "card=\(number), x") == [number])
    #expect(try hits("CREDIT_CARD", number) == [number])
    // Known bad: one digit changed fails the Luhn check.
    var digits = Array(number)
    digits[digits.count - 1] = digits.last == "9" ? "8" : "9"
    #expect(try hits("CREDIT_CARD", String(digits)).isEmpty)
  }

  @Test(arguments: [
    "4111111111111111a", "x4111111111111111", "41111111111111110", "0000000000000000",
    "1234567812345670", "4111-1111 1111-1111", "1715754001123456", "4111 1 111 1111 1111",
  ])
  func notCards(_ text: String) throws { #expect(try hits("CREDIT_CARD", text).isEmpty) }

  @Test(arguments: ["536-22-1234", "001-01-0001", "899-99-9999", "536 22 1234"])
  func socialSecurityNumbers(_ number: String) throws {
    #expect(try hits("SSN", "{\"ssn\":\"\(number)\"}") == [number])
  }

  @Test(arguments: [
    "000-12-3456", "666-12-3456", "900-12-3456", "999-12-3456", "123-00-4567", "123-45-0000",
    "078-05-1120", "219-09-9999", "1536-22-1234", "536-22-12345", "536-22-1234-5", "536221234",
    "536-22 1234", "2024-05-15",
  ])
  func notSocialSecurityNumbers(_ text: String) throws {
    #expect(try hits("SSN", text).isEmpty)
  }

  @Test func ownPatterns() throws {
    #expect(
      try hits("ORDER_REF", "a 4251234567890 b", expression: "425[0-9]{10}") == ["4251234567890"])
    let bytes: [UInt8] = [0xff, 0xe9] + Array("4251234567890".utf8)
    let scanner = try SensitiveScanner(
      patterns: [.init(name: "R", expression: "425[0-9]{10}"), .init(name: "SSN", expression: nil)])
    let found = bytes.withUnsafeBytes { scanner.scan($0) }
    #expect(found == [SensitiveHit(pattern: "R", range: 2..<15)])
  }

  @Test(arguments: ["[", "(", "a*"])
  func refusedExpressions(_ expression: String) {
    #expect(throws: SensitiveScanner.PatternError.self) {
      try SensitiveScanner(patterns: [.init(name: "X", expression: expression)])
    }
    #expect(throws: SensitiveScanner.PatternError.self) {
      try SensitiveScanner(patterns: [.init(name: "NO_SUCH", expression: nil)])
    }
  }
}
