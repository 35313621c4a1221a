import Testing

@testable import Sensitive

/// Values that standards and publishers print as examples, and values that only look alike.
struct DetectorVectorTests {
  private func hits(_ name: String, _ text: String) throws -> [String] {
    let detector = try #require(Detectors.named(name))
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { raw in
      let plain = detector.find(in: raw)
      let swept = SensitiveSweep(detectors: [detector]).hits(in: raw).map(\.range)
      #expect(plain == swept, "\(name): \(text)")
      return plain.map { String(decoding: raw[$0], as: UTF8.self) }
    }
  }

  private func expect(_ name: String, _ text: String, _ wanted: [String]) throws {
    #expect(try hits(name, text) == wanted, "\(name): \(text)")
  }

  // MARK: numbers

  /// GB 11643-1999, clause 4.4: the two examples of the standard.
  @Test(arguments: ["11010519491231002X", "440524188001010014"])
  func residentIdentityOfTheStandard(_ number: String) throws {
    try expect("CN_RESIDENT_ID", "id=\(number);", [number])
  }

  @Test func residentIdentities() throws {
    try expect("CN_RESIDENT_ID", "11010519491231002x", ["11010519491231002x"])
    for bad in [
      "110105194912310021",  // check digit
      "11010519491331002X", "11010519490229002X",  // no such day
      "99010519491231002X",  // no such region
      "a11010519491231002X", "11010519491231002XY", "110105194912310", "1101051949123100",
    ] {
      try expect("CN_RESIDENT_ID", bad, [])
    }
    // Hand-made: 29 February only in leap years. Weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2.
    try expect("CN_RESIDENT_ID", leap("20000229"), [leap("20000229")])
    try expect("CN_RESIDENT_ID", leap("19000229"), [])
    try expect("CN_RESIDENT_ID", leap("20230229"), [])
  }

  /// An identity number born on `date`, with the check character of the standard's own table.
  private func leap(_ date: String) -> String {
    let body = "310101" + date + "001"
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
    return body + String(Array("10X98765432")[sum % 11])
  }

  @Test(arguments: [
    "13800138000", "19912345678", "+8613800138000", "+86 13800138000", "+86-13800138000",
    "008613800138000", "0086 13800138000",
  ])
  func mobiles(_ number: String) throws {
    try expect("CN_MOBILE", "tel:\(number),", [number])
    try expect("CN_MOBILE", number, [number])
  }

  @Test(arguments: [
    "12800138000", "1380013800", "138001380001", "x13800138000", "13800138000x", "_13800138000",
    "0.13800138000", "13800138000.25", "23800138000", "+8612800138000", "113800138000",
  ])
  func notMobiles(_ text: String) throws { try expect("CN_MOBILE", text, []) }

  /// The card brands' test numbers stand in SensitiveTests; this is about what stands beside them.
  @Test func cardsBesideOtherNumbers() throws {
    let card = "4111 1111 1111 1111"
    try expect("CREDIT_CARD", "\(card) 12 27", [card])
    try expect("CREDIT_CARD", "\(card) 2027", [card])
    try expect("CREDIT_CARD", "42 \(card)", [card])
    try expect("CREDIT_CARD", "7 4111111111111111 9", ["4111111111111111"])
    try expect("CREDIT_CARD", "\(card) 5555-5555-5555-4444", [card, "5555-5555-5555-4444"])
    for bad in ["4111-1111-1111-1111-1111", "0.4111111111111111", "4111111111111111.25"] {
      try expect("CREDIT_CARD", bad, [])
    }
  }

  /// SWIFT, IBAN registry: the examples of the countries' pages.
  @Test(arguments: [
    "GB29NWBK60161331926819", "DE89370400440532013000", "FR1420041010050500013M02606",
    "NO9386011117947", "MT84MALT011000012345MTLCAST001S", "SA0380000000608010167519",
    "AT611904300234573201", "CH9300762011623852957", "NL91ABNA0417164300",
    "ES9121000418450200051332", "IT60X0542811101000000123456", "BE68539007547034",
    "AE070331234567890123456", "PL61109010140000071219812874", "SE4550000000058398257466",
    "BR1800360305000010009795493C1", "LC55HEMM000100010012001200023015",
  ])
  func accounts(_ number: String) throws {
    try expect("IBAN", "iban=\(number).", [number])
    // Printed: groups of four (ISO 13616-1).
    var printed = ""
    for (place, character) in number.enumerated() {
      printed += (place > 0 && place % 4 == 0 ? " " : "") + String(character)
    }
    try expect("IBAN", printed, [printed])
    try expect("IBAN", "to \(printed) MORE", [printed])
    // One place too much, one too few, another check digit.
    try expect("IBAN", number + "0", [])
    try expect("IBAN", String(number.dropLast()), [])
    let third = number[number.index(number.startIndex, offsetBy: 2)] == "9" ? "8" : "9"
    try expect("IBAN", number.prefix(2) + third + number.dropFirst(3), [])
  }

  @Test func notAccounts() throws {
    for bad in ["gb29nwbk60161331926819", "XX29NWBK60161331926819", "GB29 NWBK60161331926819"] {
      try expect("IBAN", bad, [])
    }
  }

  // MARK: addresses and documents

  @Test(arguments: [
    "simple@example.com", "very.common@example.com", "x@example.com", "user+tag@sub.example.co.uk",
    "user%example.com@example.org", "o_o@xn--bcher-kva.example", "first-last@a-b.museum",
  ])
  func mails(_ address: String) throws {
    try expect("EMAIL", "{\"to\":\"\(address)\"}", [address])
    try expect("EMAIL", "<\(address)>.", [address])
  }

  @Test func notMails() throws {
    for bad in [
      "user@localhost", "@example.com", "a@b", "a@-b.com", "a@b-.com", "a@.com", "a b@", "a@b.c",
      "a@b.com1", "a@b.com_x", "logo@2x.png", "user@1000.service", "a@b..com",
      "x@" + String(repeating: "l", count: 64) + ".com",
    ] {
      try expect("EMAIL", bad, [])
    }
    try expect("EMAIL", "a@b.com-c@d.org", ["a@b.com", "c@d.org"])
    try expect("EMAIL", "..a@b.com.", ["a@b.com"])
    // RFC 5321, section 4.5.3.1.1: a local part has 64 octets at most.
    let long = String(repeating: "l", count: 64)
    try expect("EMAIL", long + "@b.com", [long + "@b.com"])
    try expect("EMAIL", long + "l@b.com", [])
  }

  @Test func passports() throws {
    try expect("PASSPORT", #""passport_no":"E12345678""#, ["E12345678"])
    try expect("PASSPORT", "护照号码：G12345678，", ["G12345678"])
    try expect("PASSPORT", "Passport No. EA1234567 issued", ["EA1234567"])
    try expect("PASSPORT", "passportNumber=123456789&x", ["123456789"])
    try expect("PASSPORT", "PASSPORT 12AB34567", ["12AB34567"])
    try expect("PASSPORT", "passport P1234567 and passport S1234567", ["P1234567", "S1234567"])
    for bad in [
      "E12345678", "passport E1234567890", "passport abc", "passport\nE12345678",
      "passport e12345678", "passport 2 E12345678", "passport: 20240515",
      "passport " + String(repeating: ".", count: 40) + "E12345678",
    ] {
      try expect("PASSPORT", bad, [])
    }
    let gap = String(repeating: ".", count: 40)
    try expect("PASSPORT", "passport\(gap)EA1234567", ["EA1234567"])
  }
}
