internal import Diagnostics

/// Names of members in a disclosure copy: a value in a name is masked as well.
struct MaskedNames {
  let rules: MaskingRules
  let tokens: MaskTokens

  /// `name` with tokens for what is sensitive in it, and the rules that hit.
  func masked(_ name: String) -> String {
    let bytes = Array(name.utf8)
    let spans = bytes.withUnsafeBytes {
      LineSegment.merged(rules.spans(in: $0, digests: .all), $0.count)
    }
    var out: [UInt8] = []
    var at = 0
    for span in spans {
      out += bytes[at..<span.range.lowerBound]
      out += tokens.nameToken(Array(bytes[span.range]), rule: span.rule).utf8
      at = span.range.upperBound
    }
    return String(decoding: out + bytes[at...], as: UTF8.self)
  }

  /// The document with masked names.
  /// - Throws: `redact-name` where the names are not sorted any more: their order is that of the
  ///   leaves.
  func masked(_ document: MerkleDocument) throws(DiagnosticError) -> MerkleDocument {
    var out = document
    for index in out.members.indices { out.members[index].name = masked(out.members[index].name) }
    for (index, pair) in zip(out.members, out.members.dropFirst()).enumerated()
    where !pair.0.name.utf8.lexicographicallyPrecedes(pair.1.name.utf8) {
      throw DiagnosticError(
        Diagnostic(
          .error, "redact-name",
          "the name of member \(index + 1) or \(index + 2) of \(MerkleLayout.document) holds a"
            + " sensitive value, and masked it would change the order of the leaves",
          fix: "pack the files again under other names"))
    }
    return out
  }
}
