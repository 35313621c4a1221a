internal import Diagnostics

/// Masks one member of a full package line by line, into its two forms: the lines with what proves
/// them, and the text as it reads.
///
/// A class because the blocks of a member come one by one.
final class MemberRedactor {
  /// Lines as ``DisclosedLine``, one a line.
  let disclosed: SpoolFile
  /// The text with tokens; nil where the member is no text.
  private(set) var text: SpoolFile?
  /// Whether anything of it is masked.
  private(set) var isMasked = false
  private(set) var lines: UInt64 = 0

  private let member: String
  private let masking: Masking
  private let folder: String
  private var form = MaskedText.Form.plain
  private var isFirst = true
  private var isCut = false
  private var isInsideKey = false

  /// What is the same for all members.
  struct Masking {
    var rules: MaskingRules
    var tokens: MaskTokens
    var salts: LineSalts
    /// Members whose values are left as they are. A seam for the tests of the gate.
    var forgets: @Sendable (String) -> Bool
  }

  /// - Parameters:
  ///   - member: its name in the full package, from which the salts come.
  ///   - folder: for what outgrows memory, with its slash.
  init(member: String, masking: Masking, folder: String) {
    self.member = member
    self.masking = masking
    self.folder = folder
    disclosed = SpoolFile(folder: folder)
  }

  /// Takes the next block of whole lines.
  /// - Parameter split: where the package has split the line of that number, sorted and apart.
  /// - Throws: `output-unwritable`.
  func append(
    _ block: UnsafeRawBufferPointer, split: (UInt64) -> [SensitiveSpan]
  ) throws(DiagnosticError) {
    if isFirst { begin(block) }
    var spans = spans(block)[...]
    try LineBlocks.lines(of: block) { (range) throws(DiagnosticError) in
      lines += 1
      var own: [SensitiveSpan] = []
      // A value may go on in the next line.
      while let first = spans.first, first.range.upperBound <= range.lowerBound {
        spans = spans.dropFirst()
      }
      for span in spans {
        guard span.range.lowerBound < range.upperBound else { break }
        let part = span.range.clamped(to: range)
        own.append(
          SensitiveSpan(
            range: (part.lowerBound - range.lowerBound)..<(part.upperBound - range.lowerBound),
            rule: span.rule))
      }
      try append(UnsafeRawBufferPointer(rebasing: block[range]), own, split(lines))
    }
  }

  /// To be called behind the last block: a member without any is shown as it is.
  func finish() {
    if isFirst { begin(UnsafeRawBufferPointer(start: nil, count: 0)) }
  }

  private func begin(_ block: UnsafeRawBufferPointer) {
    isFirst = false
    let head = ContentForm(head: Array(block.prefix(ContentForm.headBytes)))
    guard head == .text || masking.forgets(member) else { return }
    form = ContentForm.maskedForm(member)
    text = SpoolFile(folder: folder)
  }

  private func spans(_ block: UnsafeRawBufferPointer) -> [SensitiveSpan] {
    if masking.forgets(member) { return [] }
    guard text != nil else {
      return [SensitiveSpan(range: 0..<block.count, rule: MaskingRules.withheld)]
    }
    var found = masking.rules.spans(in: block, digests: DisclosureLayout.digests(member))
    if isInsideKey { found.append(MaskingRules.restOfKey(in: block)) }
    let merged = LineSegment.merged(found, block.count)
    isInsideKey = MaskingRules.endsInsideKey(block, merged)
    return merged
  }

  private func append(
    _ line: UnsafeRawBufferPointer, _ found: [SensitiveSpan], _ split: [SensitiveSpan]
  ) throws(DiagnosticError) {
    let feed = line.last == 0x0A ? 1 : 0
    var spans = found.compactMap { span -> SensitiveSpan? in
      let range = span.range.clamped(to: 0..<(line.count - feed))
      return range.isEmpty ? nil : SensitiveSpan(range: range, rule: span.rule)
    }
    // Nothing is looked for in what is no text, or in a piece of a line that is too long.
    let isPiece = feed == 0 && line.count == LineBlocks.lineBytes
    if !ContentForm.isText(line) || isPiece || isCut, line.count > feed, !masking.forgets(member) {
      spans = [SensitiveSpan(range: 0..<(line.count - feed), rule: MaskingRules.withheld)]
    }
    isCut = isPiece
    var made = forms(line, spans, split)
    // What a token parts or joins may read otherwise; then nothing of the line is shown.
    if made.isMasked, !isClean(made.shown.shownBytes) || !isClean(made.text) {
      spans = [SensitiveSpan(range: 0..<(line.count - feed), rule: MaskingRules.withheld)]
      made = forms(line, spans, split)
    }
    if made.isMasked { isMasked = true }
    try disclosed.append(made.shown.json + "\n")
    try text?.append(made.text)
  }

  /// Both forms of a line.
  private func forms(
    _ line: UnsafeRawBufferPointer, _ spans: [SensitiveSpan], _ split: [SensitiveSpan]
  ) -> (shown: DisclosedLine, text: [UInt8], isMasked: Bool) {
    let forgets = masking.forgets(member)
    var segments = LineSegment.split(line.count, at: split)
    for index in segments.indices {
      let range = segments[index].range
      if forgets {
        segments[index].rule = nil
      } else if segments[index].rule == nil {
        segments[index].rule = spans.first { $0.range.overlaps(range) }?.rule
      }
    }
    let shown = DisclosedLine(
      member: member, line: lines, bytes: Array(line), segments: segments, salts: masking.salts,
      token: masking.tokens.token)
    // What the package split is sensitive, too: detectors may have changed since.
    let feed = line.last == 0x0A ? 1 : 0
    let all = forgets ? [] : LineSegment.merged(spans + split, line.count - feed)
    let isMasked = segments.contains { $0.rule != nil } || !all.isEmpty
    let text = text == nil ? [] : MaskedText.render(line, all, form, masking.tokens)
    return (shown, text, isMasked)
  }

  private func isClean(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes {
      masking.rules.spans(in: $0, digests: DisclosureLayout.digests(member)).isEmpty
    }
  }
}
