/// International bank account numbers (ISO 13616-1): electronic, or printed in groups of four.
///
/// Country and length are those of SWIFT's IBAN registry; the whole number, its first four places
/// moved to the end and letters read as 10 to 35, leaves 1 modulo 97 (ISO 7064 MOD 97-10).
struct BankAccount: Detector, Anchored {
  let name = "IBAN"
  let anchor = Anchor.shape(.iban)

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard anchor >= floor, bytes.wordStarts(anchor), isUpper(bytes.at(anchor)),
      isUpper(bytes.at(anchor + 1)), bytes.number(anchor + 2, 2) != nil,
      let length = Self.lengths[Self.key(bytes.at(anchor), bytes.at(anchor + 1))],
      let end = end(bytes, from: anchor, length: length), !isWord(bytes.at(end)),
      Self.isValid(bytes[anchor..<end])
    else { return nil }
    return AnchoredMatch(anchor..<end)
  }

  /// End of `length` capitals and digits without spaces, or with one behind every fourth.
  private func end(_ bytes: UnsafeRawBufferPointer, from start: Int, length: Int) -> Int? {
    let isPrinted = bytes.at(start + 4) == 0x20
    var at = start
    for place in 0..<length {
      if isPrinted, place > 0, place % 4 == 0 {
        guard bytes.at(at) == 0x20 else { return nil }
        at += 1
      }
      guard isDigit(bytes.at(at)) || isUpper(bytes.at(at)) else { return nil }
      at += 1
    }
    return at
  }

  /// Whether the number without its spaces has its country's length and leaves 1 modulo 97.
  static func isValid(_ number: Slice<UnsafeRawBufferPointer>) -> Bool {
    let places = number.filter { $0 != 0x20 }
    guard places.count > 4, lengths[key(places[0], places[1])] == places.count else { return false }
    let check = Int(places[2] - 0x30) * 10 + Int(places[3] - 0x30)
    // 98 minus a remainder makes the check digits 02 to 98.
    guard (2...98).contains(check) else { return false }
    var rest = 0
    for byte in places.dropFirst(4) + places.prefix(4) {
      rest =
        isDigit(byte)
        ? (rest * 10 + Int(byte - 0x30)) % 97 : (rest * 100 + Int(byte - 0x41) + 10) % 97
    }
    return rest == 1
  }

  private static func key(_ first: UInt8, _ second: UInt8) -> Int { Int(first) << 8 | Int(second) }

  /// Lengths in places by country, from the registry.
  private static let lengths: [Int: Int] = {
    let table = """
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 \
      DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 \
      IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 \
      MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 \
      SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
      """
    var lengths: [Int: Int] = [:]
    for entry in table.split(separator: " ") {
      let letters = Array(entry.utf8)
      lengths[key(letters[0], letters[1])] = Int(entry.dropFirst(2))
    }
    return lengths
  }()
}
