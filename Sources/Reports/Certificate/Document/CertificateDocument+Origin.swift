internal import Analysis

/// Which package, between whom, from what.
extension CertificateDocument {
  func emitIdentity(_ flow: inout some RowSink) {
    heading(.identity, Bilingual("证据包", "Package"), &flow)
    pair(Bilingual("编号", "identifier"), content.identifier, &flow)
    if let analysis = content.analysis {
      pair(
        Bilingual("事件时间", "time of the incident"),
        [
          (clock.range(analysis.incident.interval) + " \(zoneText)", .value),
          (
            "\(analysis.incident.interval.from.rfc3339) – \(analysis.incident.interval.to.rfc3339)",
            .english
          ),
        ], &flow)
      pair(
        Bilingual("违约条款", "clauses breached"), breachedClauses(analysis), &flow)
    }
    pair(
      Bilingual("清单摘要", "manifest-sha256.txt"), roots.manifestSHA256, style: .mono, &flow)
    pair(Bilingual("默克尔根", "Merkle root"), roots.merkleRoot ?? "—", style: .mono, &flow)
    pair(
      Bilingual("裁定摘要", "digest of verdicts"), content.analysis?.verdictDigest, style: .mono, &flow)
    pair(Bilingual("签名", "signatures"), signatureTexts, &flow)
    pair(
      Bilingual("证据包标识", "package id"),
      [
        (
          "tagmanifest-sha256.txt 的 SHA-256。它覆盖本证书，故不能印于此，请填入第 \(number(of: .signing)) 节。",
          .value
        ),
        (
          "SHA-256 of tagmanifest-sha256.txt. It covers this certificate and cannot be printed in"
            + " it; there is a field for it in section \(number(of: .signing)).", .english
        ),
      ], &flow)
  }

  /// `A5, A2, A4 since …`, excused ones marked.
  private func breachedClauses(_ analysis: CertificateContent.Analysis) -> String {
    analysis.incident.clauses.map { id in
      let breaches = analysis.breaches.filter { $0.clause == id }
      let isExcused = !breaches.isEmpty && breaches.allSatisfy(\.isExcused)
      return isExcused ? id + "（已豁免 excused）" : id
    }.joined(separator: "、")
  }

  private var signatureTexts: [(text: String, style: TextStyle)] {
    guard !content.signatures.isEmpty else { return [("无 / none", .value)] }
    return content.signatures.flatMap { signature -> [(text: String, style: TextStyle)] in
      let form = signature.form == .cades ? "CAdES-BES, \(signature.algorithm)" : "SM2 + SM3"
      return [(form + (content.isTest ? "  TEST" : ""), .value), (signature.subject, .english)]
    }
  }

  /// `Asia/Shanghai +08:00`.
  var zoneText: String { "\(content.zone.name) \(clock.offset(content.time))" }

  func emitParties(_ flow: inout some RowSink) {
    heading(.parties, Bilingual("当事人与技术附件", "Parties and technical appendix"), &flow)
    guard let analysis = content.analysis else {
      paragraph(
        Bilingual(
          "文件按原样打包，未作分析，也未依据任何合同裁定。",
          "Files were packed as they are; nothing was analyzed or judged under a contract."),
        &flow)
      return
    }
    for party in analysis.appendix.parties {
      pair(Self.partyLabel(party.role), party.name, &flow)
    }
    pair(Bilingual("附件版本", "appendix version"), analysis.appendix.version, &flow)
    pair(Bilingual("服务空间", "space"), analysis.appendix.space, &flow)
    pair(Bilingual("附件摘要", "SHA-256 of it"), analysis.appendix.sha256, style: .mono, &flow)
    pair(Bilingual("合同时区", "contract zone"), content.zone.name, &flow)
    pair(
      Bilingual("条款", "clauses"),
      analysis.result.clauses.map { ("\($0.id)  \($0.condition)", .value) }, &flow)
  }

  private static func partyLabel(_ role: String) -> Bilingual {
    switch role {
    case "supplier": Bilingual("供应方", role)
    case "customer": Bilingual("客户", role)
    default: Bilingual("当事人", role)
    }
  }

  func emitAcquisition(_ flow: inout some RowSink) {
    heading(.acquisition, Bilingual("取证", "Acquisition"), &flow)
    let bytes = content.inputs.reduce(0) { $0 + $1.bytes }
    pair(
      Bilingual("取得", "acquired"),
      [
        (
          "\(content.inputs.count) 个文件，共 \(Quantity.grouped(bytes)) 字节，逐一列于附录 A。", .value
        ),
        (
          "\(content.inputs.count) files, \(Quantity.grouped(bytes)) bytes, each listed in annex A.",
          .english
        ),
      ], &flow)
    guard let analysis = content.analysis else { return }
    let records = analysis.result.inputs.reduce(0) { $0 + $1.records }
    let quarantined = analysis.result.inputs.reduce(0) { $0 + $1.quarantined }
    pair(
      Bilingual("记录", "records"),
      [
        (
          "\(Quantity.grouped(records)) 条，其中隔离 \(Quantity.grouped(quarantined)) 条（按未知计，不丢弃）。",
          .value
        ),
        (
          "\(Quantity.grouped(records)), of which \(Quantity.grouped(quarantined)) quarantined (they"
            + " count as unknown; none is dropped).", .english
        ),
      ], &flow)
    paragraph(
      Bilingual(
        "每个文件在首次读取时、任何裁定之前，按存储字节（含压缩）计算 SHA-256；再次读取时重算，不一致即终止。",
        "Every file was hashed as stored (compressed files as compressed) when it was first read,"
          + " before anything was decided, and again whenever it was read again; a difference ends"
          + " the run."), &flow)
    if let range = analysis.result.judgedRange {
      pair(Bilingual("裁定范围", "judged range"), bothClocks(range), &flow)
    }
  }

  /// An interval on the contract's clock, and below it in UTC.
  func bothClocks(_ interval: Interval) -> [(text: String, style: TextStyle)] {
    [
      (clock.range(interval) + " \(clock.offset(interval.to))", .value),
      ("\(interval.from.rfc3339) – \(interval.to.rfc3339)", .english),
    ]
  }

  private static let inputColumns = [
    TableColumn(x: 0, width: 24, alignsRight: true), TableColumn(x: 30, width: 312),
    TableColumn(x: 346, width: 58, alignsRight: true), TableColumn(x: 412, width: 75),
  ]

  /// Annex A: every file.
  func emitInputs(_ flow: inout some RowSink) {
    heading(nil, Bilingual("附录 A：文件清单", "Annex A: files"), &flow)
    let columns = Self.inputColumns
    let head = tableHead(
      [
        Bilingual("序号", "no."), Bilingual("路径与 SHA-256", "path and SHA-256"),
        Bilingual("字节", "bytes"), Bilingual("格式与用途", "format and role"),
      ], columns)
    flow.addTable(head: head, rows: content.inputs.count) { index in
      let input = content.inputs[index]
      var cells = cells(["\(index + 1)", "", Quantity.grouped(input.bytes), ""], columns)
      cells[1].pieces = [(input.path, .value), (input.sha256 ?? "—", .mono)]
      cells[3].pieces = [(input.format ?? "—", .small), (input.role ?? "", .small)]
      return tableRow(cells)
    }
  }
}
