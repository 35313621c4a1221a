/// Mobile telephone numbers of mainland China: eleven digits from 13 to 19, with or without the
/// country code `+86` or `0086`, one space or hyphen behind it.
///
/// Digits beside a decimal point are a fraction or an amount, no hit.
struct MobileNumber: Detector, Anchored {
  let name = "CN_MOBILE"
  let anchor = Anchor.shape(.number)

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard bytes.wordStarts(anchor) else { return nil }
    // `+` begins no word: the candidate is the digit behind it.
    let plus = bytes.at(anchor - 1) == UInt8(ascii: "+")
    if plus, anchor > floor, let code = code(bytes, anchor, "86"),
      let hit = number(bytes, from: anchor - 1, at: code)
    {
      return hit
    }
    guard anchor >= floor else { return nil }
    if let code = code(bytes, anchor, "0086"),
      let hit = number(bytes, from: anchor, at: code)
    {
      return hit
    }
    return number(bytes, from: anchor, at: anchor)
  }

  /// End of the country code and its separator.
  private func code(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ code: StaticString
  ) -> Int? {
    for offset in 0..<code.utf8CodeUnitCount
    where bytes.at(start + offset) != code.utf8Start[offset] {
      return nil
    }
    let end = start + code.utf8CodeUnitCount
    let separator = bytes.at(end)
    return separator == 0x20 || separator == UInt8(ascii: "-") ? end + 1 : end
  }

  private func number(
    _ bytes: UnsafeRawBufferPointer, from start: Int, at digits: Int
  ) -> AnchoredMatch? {
    let end = digits + 11
    guard bytes.at(digits) == UInt8(ascii: "1"), bytes.at(digits + 1) >= UInt8(ascii: "3"),
      bytes.number(digits, 11) != nil, !isWord(bytes.at(end)),
      !bytes.isDecimalPart(start..<end)
    else { return nil }
    return AnchoredMatch(start..<end)
  }
}
