internal import Analysis

/// A certificate as rows, in the order they are read: facts first, then opinion, then what is open.
struct CertificateDocument {
  let content: CertificateContent
  let roots: CertificateRoots

  var clock: ContractClock { ContractClock(zone: content.zone) }

  /// The text of the QR code, ASCII, a field a line: what identifies the package without the
  /// package. The package id cannot be among it, because it covers the certificate.
  var machineText: String {
    var lines = [
      "estreat certificate 1", "id \(content.identifier)", "copy \(content.copy.rawValue)",
      "manifest-sha256 \(roots.manifestSHA256)", "merkle-root \(roots.merkleRoot ?? "-")",
    ]
    if let digest = content.analysis?.verdictDigest { lines.append("verdicts-sha256 \(digest)") }
    return lines.joined(separator: "\n")
  }

  var frame: PageFlow.Frame {
    PageFlow.Frame(
      header: "存证证书 Certificate of evidence  ·  \(content.identifier)"
        + (content.isTest ? "  ·  TEST" : ""),
      footer: "\(content.identifier)  ·  manifest-sha256 \(roots.manifestSHA256.prefix(32))…",
      caption: Bilingual(
        "机读：第 1 节的编号与摘要", "for machines: identifier and digests of section 1"),
      isTest: content.isTest)
  }

  /// The numbered parts, in order; those about an analysis are left out where there was none.
  enum Section: CaseIterable {
    case identity, parties, acquisition, facts, opinion, method, clocks, custody, limits, law
    case commands, signing

    var needsAnalysis: Bool { [.facts, .opinion, .method, .law].contains(self) }
  }

  /// The number a section has in this certificate.
  func number(of section: Section) -> Int {
    let sections = Section.allCases.filter { content.analysis != nil || !$0.needsAnalysis }
    return (sections.firstIndex(of: section) ?? 0) + 1
  }

  /// Hands over every row. Called twice, and gives the same rows.
  func emit(to flow: inout some RowSink) {
    emitHead(&flow)
    emitIdentity(&flow)
    emitParties(&flow)
    emitAcquisition(&flow)
    if let analysis = content.analysis {
      emitFacts(analysis, &flow)
      emitOpinion(analysis, &flow)
      emitMethod(analysis, &flow)
    }
    emitClocks(&flow)
    emitCustody(&flow)
    emitLimits(&flow)
    if let analysis = content.analysis { emitLaw(analysis, &flow) }
    emitCommands(&flow)
    emitSignatureFields(&flow)
    emitInputs(&flow)
  }

  private func emitHead(_ flow: inout some RowSink) {
    let width = PageFlow.besideCode
    var title = CertificateRow([.init("存证证书", .title, width: width)])
    title.below = 1
    flow.add(title)
    var subtitle = CertificateRow([.init("Certificate of evidence", .subtitle, width: width)])
    subtitle.below = 8
    flow.add(subtitle)
    let opinion = Bilingual(
      "本证书由程序自动生成，不是公证书，也不是司法鉴定意见。",
      "Made by a program. This is not a notarial or appraisal opinion.")
    flow.add(
      CertificateRow([
        .init([(opinion.chinese, .body), (opinion.english, .english)], width: width)
      ]))
    for note in standing {
      var row = CertificateRow([
        .init([(note.chinese, .body), (note.english, .english)], width: width)
      ])
      row.above = 4
      flow.add(row)
    }
    flow.clearCode()
  }

  /// What must be known of the package before anything else.
  private var standing: [Bilingual] {
    var out: [Bilingual] = []
    if content.isTest {
      out.append(
        Bilingual(
          "TEST：以测试密钥签名，不具任何证明力。", "TEST: signed with test keys; it proves nothing."))
    }
    if content.signatures.isEmpty {
      out.append(
        Bilingual(
          "本证据包未签名：不能证明由谁、在何时制作。",
          "The package is unsigned: it does not show who made it, or when."))
    }
    out.append(
      content.copy == .full
        ? Bilingual(
          "完整副本，含未脱敏的原始数据，仅供法庭与鉴定人使用。",
          "Full copy with unmasked raw data: for the court and its experts only.")
        : Bilingual("披露副本，不含可读的原始敏感数据。", "Disclosure copy: no readable raw sensitive data."))
    return out
  }
}

// MARK: - Building blocks

extension CertificateDocument {
  static let labelWidth = 130.0
  static let valueX = 136.0
  static let valueWidth = PageFlow.textWidth - valueX

  /// `3   取证   Acquisition`, with a line below.
  func heading(_ section: Section?, _ title: Bilingual, _ flow: inout some RowSink) {
    let label = section.map { "\(number(of: $0))   " } ?? ""
    var row = CertificateRow([.init(label + "\(title.chinese)   \(title.english)", .heading)])
    row.above = 13
    row.below = 5
    row.keepsWithNext = true
    row.ruleBelow = .strong
    flow.add(row)
  }

  /// A sentence in both languages, one below the other.
  func paragraph(_ text: Bilingual, _ flow: inout some RowSink, keepsWithNext: Bool = false) {
    var row = CertificateRow([.init([(text.chinese, .body), (text.english, .english)])])
    row.below = 4
    row.keepsWithNext = keepsWithNext
    flow.add(row)
  }

  /// `A5   违约 BREACHED`, kept with what follows.
  func subheading(_ text: String, _ flow: inout some RowSink) {
    var row = CertificateRow([.init(text, .subheading)])
    row.above = 9
    row.below = 4
    row.keepsWithNext = true
    flow.add(row)
  }

  /// A sentence in both languages behind a dash.
  func point(_ text: Bilingual, _ flow: inout some RowSink) {
    var row = CertificateRow([
      .init("–", .body, width: 12),
      .init(
        [(text.chinese, .body), (text.english, .english)], x: 12, width: PageFlow.textWidth - 12),
    ])
    row.below = 3
    flow.add(row)
  }

  /// `标签 label    value`; nothing without a value.
  func pair(
    _ label: Bilingual, _ value: String?, style: TextStyle = .value, _ flow: inout some RowSink,
    keepsWithNext: Bool = false
  ) {
    guard let value, !value.isEmpty else { return }
    pair(label, [(value, style)], &flow, keepsWithNext: keepsWithNext)
  }

  /// The same with several texts.
  func pair(
    _ label: Bilingual, _ values: [(text: String, style: TextStyle)], _ flow: inout some RowSink,
    keepsWithNext: Bool = false
  ) {
    var row = CertificateRow([
      .init("\(label.chinese) \(label.english)", .label, width: Self.labelWidth),
      .init(values, x: Self.valueX, width: Self.valueWidth),
    ])
    row.below = 3
    row.keepsWithNext = keepsWithNext
    flow.add(row)
  }

  /// Commands, a line each.
  func code(_ lines: [String], _ flow: inout some RowSink) {
    for line in lines {
      var row = CertificateRow([.init(line, .mono, x: 10, width: PageFlow.textWidth - 10)])
      row.below = 1.5
      flow.add(row)
    }
  }

  /// A row of a table: a hairline below.
  func tableRow(_ cells: [CertificateRow.Cell]) -> CertificateRow {
    var row = CertificateRow(cells)
    row.below = 3.5
    row.ruleBelow = .hair
    return row
  }

  /// The head of a table: Chinese above English.
  func tableHead(
    _ labels: [Bilingual], _ columns: [TableColumn]
  ) -> CertificateRow {
    var row = CertificateRow(
      zip(labels, columns).map { label, column in
        .init(
          [(label.chinese, .tableHead), (label.english, .tableHead)], x: column.x,
          width: column.width, alignsRight: column.alignsRight)
      })
    row.above = 4
    row.below = 3.5
    row.ruleBelow = .hair
    return row
  }

  /// Cells of one text each.
  func cells(_ texts: [String], _ columns: [TableColumn]) -> [CertificateRow.Cell] {
    zip(texts, columns).map { text, column in
      .init(text, .small, x: column.x, width: column.width, alignsRight: column.alignsRight)
    }
  }
}

/// Where a column of a table stands, in points from the left edge of the text.
struct TableColumn {
  var x: Double
  var width: Double
  var alignsRight = false
}
