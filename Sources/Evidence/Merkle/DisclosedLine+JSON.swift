extension DisclosedLine {
  /// The line as one JSON object, without a line feed.
  public var json: String { value.written }

  /// Reads what ``json`` writes.
  /// - Throws: why `bytes` are no such object, with the byte at which that shows.
  public init(json bytes: [UInt8]) throws(DisclosedLineError) {
    let value: StrictJSON
    do {
      value = try StrictJSONReader.read(bytes)
    } catch {
      throw DisclosedLineError(reason: "\(error.reason) (byte \(error.at))")
    }
    try self.init(value)
  }

  var value: StrictJSON {
    .object([
      .init(name: "line", value: .integer(line)),
      .init(name: "segments", value: .array(segments.map(Self.value))),
    ])
  }

  init(_ value: StrictJSON) throws(DisclosedLineError) {
    guard value.names == ["line", "segments"], let line = value["line"]?.number, line > 0,
      let elements = value["segments"]?.elements, !elements.isEmpty
    else { throw DisclosedLineError(reason: "it is no line with segments") }
    var segments: [Segment] = []
    for element in elements { segments.append(try Self.segment(element)) }
    self.init(line: line, segments: segments)
  }

  private static func value(_ segment: Segment) -> StrictJSON {
    switch segment {
    case .visible(let bytes, let salt):
      let shown =
        if let text = String(validating: bytes, as: UTF8.self) {
          StrictJSON.Member(name: "text", value: .string(text))
        } else {
          StrictJSON.Member(name: "base64", value: .string(Base64.text(bytes)))
        }
      return .object([shown, .init(name: "salt", value: .string(Hex.text(salt)))])
    case .masked(let masked):
      return .object([
        .init(name: "masked", value: .string(Hex.text(masked.commitment))),
        .init(name: "rule", value: .string(masked.rule)),
        .init(name: "length", value: .string(masked.lengthClass)),
        .init(name: "token", value: .string(masked.token)),
      ])
    }
  }

  private static func segment(_ value: StrictJSON) throws(DisclosedLineError) -> Segment {
    switch value.names {
    case ["text", "salt"], ["base64", "salt"]:
      let bytes =
        value["text"]?.text.map { Array($0.utf8) }
        ?? value["base64"]?.text.flatMap { Base64.bytes($0) }
      guard let bytes, let salt = value["salt"]?.text.flatMap({ Hex.bytes($0, count: 16) }) else {
        throw DisclosedLineError(reason: "a readable segment lacks its bytes or its salt")
      }
      return .visible(bytes: bytes, salt: salt)
    case ["masked", "rule", "length", "token"]:
      guard let commitment = value["masked"]?.text.flatMap({ Hex.bytes($0, count: 32) }),
        let rule = value["rule"]?.text, let length = value["length"]?.text,
        let token = value["token"]?.text
      else { throw DisclosedLineError(reason: "a masked segment lacks its commitment") }
      return .masked(
        Masked(commitment: commitment, rule: rule, lengthClass: length, token: token))
    default: throw DisclosedLineError(reason: "a segment is neither readable nor masked")
    }
  }
}

/// Why something is no disclosed line.
public struct DisclosedLineError: Error, Sendable, Hashable {
  /// In words.
  public var reason: String
}
