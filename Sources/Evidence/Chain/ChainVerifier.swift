internal import Diagnostics

/// Checks hash chains of records `{entry, ts_us, hash, prev_hash}`, one JSON object a line, where
/// `hash` is the SHA-256 of `entry|ts_us|prev_hash` and the first `prev_hash` is 64 zeros (v1).
///
/// A file is read once, and once more if a link is broken, to tell how; memory is that of the
/// longest line and of the broken links.
///
/// Error codes, stable: `chain-record`, `chain-hash`, `chain-missing`, `chain-reordered`,
/// `chain-duplicate`, `chain-fork`, `chain-link` (too many breaks to tell them apart),
/// `chain-tail`, `chain-count`, `chain-empty`; `file-unreadable`, `file-changed-while-read`.
/// Warnings: `chain-time`, `chain-ambiguous`, `chain-uncovered`, `chain-grown`. Note:
/// `chain-unpinned`.
public struct ChainVerifier: Sendable {
  /// Broken links beyond this number are counted only. Lowered by tests.
  var maximumBreaks = 10_000

  /// A verifier.
  public init() {}

  /// Checks the file at `path` against what is known of it from elsewhere.
  public func verify(path: String, pin: ChainPin = ChainPin()) -> ChainReport {
    var report = ChainReport(
      path: path, records: 0, firstBrokenLine: nil, head: nil, diagnostics: [], isReadable: false)
    var log = DiagnosticLog()
    do {
      let file = try InputFile(path: path)
      let scan = ChainScan(path: path, maximumBreaks: maximumBreaks)
      var lines = ChainLines(file)
      while try lines.next({ scan.take($0) }) {}
      var breaks = scan.breaks
      let isHeadElsewhere = pin.head != nil && pin.head != scan.head
      if !breaks.isEmpty || isHeadElsewhere {
        breaks.look(for: isHeadElsewhere ? pin.head : nil)
        var again = ChainLines(file)
        while try again.next({ breaks.take($0) }) {}
      }
      scan.finish()
      log = scan.log
      breaks.report(path, to: &log)
      report.records = scan.records
      report.head = scan.head
      compare(scan, pin, headLine: breaks.headLine, path, &log)
      report.isReadable = true
    } catch {
      for diagnostic in error.diagnostics { log.add(diagnostic) }
    }
    report.diagnostics = log.sorted
    report.firstBrokenLine = report.errors.compactMap { $0.location?.line }.min()
    return report
  }

  /// The end of a chain proves nothing about what came after it; only a pin does.
  private func compare(
    _ scan: ChainScan, _ pin: ChainPin, headLine: Int?, _ path: String, _ log: inout DiagnosticLog
  ) {
    let end = SourceLocation(file: path, line: scan.lastLine > 0 ? scan.lastLine : nil)
    if scan.records == 0 {
      log.add(
        Diagnostic(
          .error, "chain-empty", "the file holds no record", at: SourceLocation(file: path),
          fix: "name a file of JSON lines with entry, ts_us, hash and prev_hash"))
    }
    if let head = pin.head, head != scan.head {
      if let headLine {
        log.add(
          Diagnostic(
            .warning, "chain-grown",
            "the pinned head stands in line \(headLine); what follows was added later",
            at: end, fix: "pin the new head"))
      } else {
        log.add(
          Diagnostic(
            .error, "chain-tail",
            "the chain does not reach the pinned head: its tail was cut off or replaced", at: end,
            fix: "obtain the records up to \(head) from their source"))
      }
    }
    if let count = pin.records, count != scan.records {
      log.add(
        Diagnostic(
          .error, "chain-count", "the file holds \(scan.records) records, not \(count)", at: end,
          fix: "obtain the file again from its source"))
    }
    if pin.head == nil && pin.records == nil {
      log.add(
        Diagnostic(
          .note, "chain-unpinned", "without a pinned head a cut tail cannot be seen",
          at: SourceLocation(file: path), fix: "pass the hash of the last record by --head"))
    }
  }
}
