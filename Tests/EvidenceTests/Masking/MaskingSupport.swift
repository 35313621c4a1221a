import Foundation
import Sensitive

@testable import Evidence

/// What masking tests share: the built-in detectors, one pattern of an appendix, a fixed key.
enum Mask {
  static let key = MaskKey(bytes: Array(repeating: 7, count: 32))
  static let otherKey = MaskKey(bytes: Array(repeating: 8, count: 32))

  /// As the program has them: all built-in detectors and the appendix' own patterns.
  static func rules() throws -> MaskingRules { try made.get() }

  private static let made = Result {
    let builtIn = Detectors.all.map { SensitiveScanner.Pattern(name: $0.name, expression: nil) }
    let own = SensitiveScanner.Pattern(name: "ORDER_REF", expression: "425[0-9]{10}")
    let sweep = try SensitiveSweep(patterns: builtIn + [own])
    return MaskingRules { block in
      sweep.hits(in: block).map { SensitiveSpan(range: $0.range, rule: $0.pattern) }
    }
  }

  static func tokens(_ key: MaskKey? = Mask.key) throws -> MaskTokens {
    guard let key else { throw CocoaError(.featureUnsupported) }
    return MaskTokens(key: key)
  }

  /// `text` masked, lines one by one.
  static func masked(
    _ text: String, _ form: MaskedText.Form = .plain, key: MaskKey? = Mask.key
  ) throws -> String {
    let rules = try rules()
    let tokens = try tokens(key)
    let bytes = Array(text.utf8)
    let out = bytes.withUnsafeBytes { buffer in
      MaskedText.render(
        buffer, LineSegment.merged(rules.spans(in: buffer), buffer.count), form, tokens)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The rules that hit in `text`.
  static func hits(_ text: String) throws -> Set<String> {
    let rules = try rules()
    return Array(text.utf8).withUnsafeBytes { Set(rules.spans(in: $0).map(\.rule)) }
  }
}
