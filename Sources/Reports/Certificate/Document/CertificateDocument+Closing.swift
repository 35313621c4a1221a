internal import Analysis
internal import Diagnostics

/// Clocks, custody, limits, law, commands, and where to sign.
extension CertificateDocument {
  func emitClocks(_ flow: inout some RowSink) {
    heading(.clocks, Bilingual("时钟声明", "Clocks"), &flow)
    pair(
      Bilingual("本次运行时间", "time of this run"),
      [
        (clock.civil(content.time) + " \(zoneText)", .value), (content.time.rfc3339, .english),
      ], &flow)
    paragraph(
      Bilingual(
        "该时间取自运行机器的时钟或命令行，未经独立证明。时间戳（如有）在 seal/ 中，只能证明“不晚于”该时刻已存在。",
        "That time is the running machine's or the command line's; nobody else attests it. A"
          + " timestamp, if one is attached, lies in seal/ and proves only \"existed no later than\"."
      ),
      &flow)
    guard let analysis = content.analysis else { return }
    paragraph(
      Bilingual(
        "记录的时间取自各文件，未作任何更正；民用小时按 \(content.zone.name) 计算（时区数据 \(CivilZone.dataVersion)）。",
        "Times of records are those of the files, none was corrected; civil hours are of"
          + " \(content.zone.name) (zone data \(CivilZone.dataVersion))."), &flow)
    let assumed = Set(analysis.result.inputs.compactMap(\.assumedZone)).sorted()
    pair(
      Bilingual("假定的时区", "zones assumed"), assumed.joined(separator: ", "), &flow)
    let skewed = analysis.result.diagnostics.filter { $0.code == "clock-skew" }
    pair(
      Bilingual("时钟偏差", "clock skew"),
      skewed.isEmpty
        ? [("未发现，但不能排除。", .value), ("None was seen, which does not exclude it.", .english)]
        : skewed.map { ($0.message, .english) }, &flow)
  }

  func emitCustody(_ flow: inout some RowSink) {
    heading(.custody, Bilingual("保管", "Custody"), &flow)
    pair(Bilingual("案件", "case"), content.caseID ?? "—", &flow)
    pair(Bilingual("操作人", "operator"), content.operatorName ?? "—", &flow)
    pair(Bilingual("程序", "program"), "\(content.tool.name) \(content.tool.version)", &flow)
    pair(
      Bilingual("程序摘要", "SHA-256 of it"), content.tool.sha256 ?? "—", style: .mono, &flow)
    guard content.analysis != nil else { return }
    paragraph(
      Bilingual(
        "data/custody/ 载有全部输入文件的摘要，以及可能影响裁定的全部运行参数；data/logs/index.jsonl 写明每一行来自哪个文件的哪个位置。",
        "data/custody/ holds the digests of all inputs and every setting that could change a verdict;"
          + " data/logs/index.jsonl says which file and place each line comes from."), &flow)
  }

  func emitLimits(_ flow: inout some RowSink) {
    heading(.limits, Bilingual("局限与未证明的事项", "Limits, and what is not proven"), &flow)
    for text in notProven { point(text, &flow) }
    guard let analysis = content.analysis else { return }
    let undecided = reasons(.indeterminate, analysis)
    pair(Bilingual("未决窗口", "undecided windows"), undecided.isEmpty ? "0" : undecided, &flow)
    pair(
      Bilingual("未评估窗口", "not evaluated"), reasons(.notEvaluated, analysis), &flow)
    pair(
      Bilingual("缺少的导出文件", "exports missing"),
      analysis.result.missingExports.map { "\($0.clause): \($0.needs)" }.joined(separator: "; "),
      &flow)
    pair(Bilingual("诊断", "diagnostics"), codes(analysis.result.diagnostics), &flow)
  }

  private var notProven: [Bilingual] {
    var out = [
      Bilingual(
        "未证明：数据在导出之前是真实、完整的。散列值只能表明取得之后未被改动。",
        "Not proven: that the data was true or complete before it was exported. A digest shows only"
          + " that nothing was changed after it was acquired."),
      Bilingual(
        "未证明：制作时间。时间戳只能证明某物“不晚于”某一时刻已存在，不能证明何时产生。",
        "Not proven: when things were made. A timestamp proves only that something existed no later"
          + " than a moment, not when it came to be."),
    ]
    if content.signatures.isEmpty {
      out.append(
        Bilingual(
          "未证明：由谁制作。本证据包未签名。", "Not proven: who made it. The package is unsigned."))
    }
    if content.isCountsOnly {
      out.append(
        Bilingual(
          "未证明：凭本包即可完整重放。过长的切片仅含超时、失败及链条所涉记录；全部记录的计数与略去部分的 SHA-256"
            + " 见 data/logs/（replay: counts-only）。",
          "Not proven: a full replay from this package. Slices that were too long hold late, failed"
            + " and chained records alone; counts of all records and the SHA-256 of each omitted"
            + " range lie in data/logs/ (replay: counts-only)."))
    }
    guard let analysis = content.analysis else { return out }
    if analysis.result.inputs.contains(where: { $0.role == .scan }) {
      out.append(
        Bilingual(
          "Trivy 扫描不能表明字段已由 @JsonIgnore（Go 为 json:\"-\"）隐藏：此项无法由该扫描证明。",
          "Trivy cannot show that a field is hidden by @JsonIgnore (in Go json:\"-\"): not provable"
            + " from this scan."))
    }
    return out
  }

  /// `A2 partial-window 3, A5 warm-up 2`: windows by clause and reason, in contract order.
  private func reasons(_ outcome: Outcome, _ analysis: CertificateContent.Analysis) -> String {
    var counts: [ClauseID: [String: Int]] = [:]
    for verdict in analysis.result.verdicts where verdict.outcome == outcome {
      counts[verdict.clause, default: [:]][verdict.reason ?? "—", default: 0] += 1
    }
    return analysis.result.clauses.flatMap { clause in
      (counts[clause.id] ?? [:]).sorted { $0.key < $1.key }
        .map { "\(clause.id) \($0.key) × \($0.value)" }
    }.joined(separator: "; ")
  }

  /// `span-late × 2`: what the run reported, by code. Messages may quote inputs and stay away.
  private func codes(_ diagnostics: [Diagnostic]) -> String {
    var counts: [String: Int] = [:]
    for diagnostic in diagnostics { counts[diagnostic.code, default: 0] += diagnostic.count }
    return counts.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" }
      .joined(separator: ", ")
  }

  func emitLaw(_ analysis: CertificateContent.Analysis, _ flow: inout some RowSink) {
    heading(.law, Bilingual("法律依据", "Law references"), &flow)
    let references = analysis.appendix.lawReferences
    for reference in references {
      pair(
        Bilingual("依附件所列", "as the appendix lists"),
        [(reference.label, .value), (reference.note, .english)], &flow)
    }
    if references.isEmpty {
      paragraph(Bilingual("附件未列出。", "The appendix lists none."), &flow)
    }
    paragraph(
      Bilingual("以上引用原样取自技术附件，不构成法律意见。", "Quoted from the appendix as given; not legal advice."),
      &flow)
  }

  func emitCommands(_ flow: inout some RowSink) {
    heading(.commands, Bilingual("核验命令", "Verification commands"), &flow)
    paragraph(
      Bilingual(
        "仅用 Debian 12 的通用工具，无需本程序；任何一条以非零状态退出即为失败。详见包内 VERIFY.txt。",
        "Stock tools of Debian 12, nothing of ours; a command that exits non-zero is a failure."
          + " VERIFY.txt in the package says more."), &flow, keepsWithNext: true)
    let file = content.packageFile
    var lines = [
      "sha256sum -c --strict \(file).sha256", "unzip -tq \(file)",
      "mkdir bag && unzip -q \(file) -d bag && cd bag",
      "sha256sum -c --strict manifest-sha256.txt tagmanifest-sha256.txt",
      "cksum -a sm3 -c --strict sm3sums.txt",
      "sha256sum manifest-sha256.txt        # = 第 1 节 section 1",
      "sha256sum tagmanifest-sha256.txt     # = 证据包标识 package id, 第 \(number(of: .signing)) 节 section \(number(of: .signing))",
    ]
    for signature in content.signatures {
      switch signature.form {
      case .cades:
        lines += [
          #"openssl cms -verify -cades -binary -inform DER -CAfile ROOT.pem -purpose any \"#,
          #"  -in seal/tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt -out /dev/null"#,
        ]
      case .sm2:
        lines += [
          #"openssl pkeyutl -verify -rawin -digest sm3 -pkeyopt distid:1234567812345678 \"#,
          #"  -certin -inkey seal/sm2-chain.pem -in sm3sums.txt -sigfile seal/sm3sums.txt.sm2sig"#,
        ]
      }
    }
    code(lines, &flow)
  }

  func emitSignatureFields(_ flow: inout some RowSink) {
    heading(.signing, Bilingual("签署", "Signatures"), &flow)
    paragraph(
      Bilingual(
        "请在签署前以上述命令得出证据包标识并填入。",
        "Before signing, obtain the package id by the command above and write it in."),
      &flow, keepsWithNext: true)
    let half = PageFlow.textWidth / 2
    var id = CertificateRow([.init("证据包标识 package id", .label, width: half)])
    (id.leastHeight, id.ruleBelow, id.below, id.keepsWithNext) = (34, .hair, 10, true)
    flow.add(id)
    let fields = [
      Bilingual("姓名", "name"), Bilingual("单位与职务", "organization, function"),
      Bilingual("签名", "signature"), Bilingual("日期与地点", "date and place"),
    ]
    var heads = CertificateRow([
      .init("持有人 Holder", .body, width: half - 10),
      .init("见证人 Witness", .body, x: half + 12, width: half - 12),
    ])
    (heads.keepsWithNext, heads.below) = (true, 4)
    flow.add(heads)
    for (index, field) in fields.enumerated() {
      let label = "\(field.chinese) \(field.english)"
      var row = CertificateRow([
        .init(label, .label, width: half - 10),
        .init(label, .label, x: half + 12, width: half - 12),
      ])
      (row.leastHeight, row.ruleBelow, row.below) = (index == 2 ? 42 : 30, .halves, 6)
      row.keepsWithNext = index < fields.count - 1
      flow.add(row)
    }
  }
}
