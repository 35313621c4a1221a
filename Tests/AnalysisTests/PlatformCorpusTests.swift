import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Real third-party platform logs: each is recognised, and its records and span are those that
/// grep, awk and Python's csv and json modules find. Skipped where the corpus is absent.
struct PlatformCorpusTests {
  struct Wanted: Sendable {
    var path: String
    var format: String
    var records: Int64
    var quarantined: Int64 = 0
    var first = "-"
    var last = "-"
  }

  /// Counted without the program: PostgreSQL by grep for a stamp and a severity followed by
  /// `:  ` before any tab (so continued lines do not count), csvlog by Python's csv.reader, JSON
  /// lines and logfmt by `grep -c ''`, MySQL by grep for a leading date, text logs by grep for a
  /// leading date; first and last by sorting the stamps as text. Stamps without a certain zone are
  /// read as UTC.
  static let all: [Wanted] = [
    Wanted(
      path: "postgres-log/begin_end.log", format: "postgres-log", records: 24,
      first: "2021-02-14T01:34:02Z", last: "2021-02-15T21:02:06Z"),
    Wanted(
      path: "postgres-log/light.postgres.log", format: "postgres-log", records: 630,
      first: "2017-09-06T08:40:10Z", last: "2017-09-06T09:01:28Z"),
    Wanted(
      path: "postgres-log/logfile_postgres.1", format: "postgres-log", records: 5,
      first: "2025-04-12T00:14:12.837Z", last: "2025-04-12T00:17:46.846Z"),
    Wanted(
      path: "postgres-log/logfile_postgres.2", format: "postgres-log", records: 2,
      first: "2025-08-16T13:02:58.095Z", last: "2025-08-16T13:03:36.581Z"),
    Wanted(
      path: "postgres-log/pg_rawcsv.log", format: "postgres-log", records: 9,
      first: "2025-01-21T18:32:48.288Z", last: "2025-01-21T18:38:09.749Z"),
    Wanted(
      path: "postgres-log/postgresql_param_range.log", format: "postgres-log", records: 3,
      first: "2023-03-07T09:05:37Z", last: "2023-03-07T09:07:12Z"),
    Wanted(
      path: "postgres-log/rds.log", format: "postgres-log", records: 5897,
      first: "2020-03-11T20:40:43Z", last: "2020-03-11T20:41:57Z"),
    Wanted(
      path: "postgres-log/stmt_type.log", format: "postgres-log", records: 12,
      first: "2019-10-21T12:03:31.311Z", last: "2019-10-21T12:03:51.311Z"),
    Wanted(
      path: "docker/supabase-docker-pgsql-logs.log", format: "postgres-log", records: 3,
      first: "2023-03-12T07:45:34.311Z", last: "2023-03-12T11:17:28.411Z"),
    Wanted(
      path: "postgres-log/anonymize.log", format: "postgres-csv", records: 8,
      first: "2021-01-20T12:21:31.01Z", last: "2021-01-22T10:03:22.785Z"),
    Wanted(
      path: "postgres-log/cnpg.log", format: "postgres-json", records: 956,
      first: "2022-11-27T18:49:14.124Z", last: "2022-11-27T18:58:02.096Z"),
    Wanted(
      path: "mysql-errlog/errlog002.txt", format: "mysql-error-log", records: 4,
      first: "2009-09-02T08:15:00Z", last: "2009-09-02T08:41:00Z"),
    Wanted(
      path: "mysql-errlog/errlog003.txt", format: "mysql-error-log", records: 3,
      first: "2009-09-02T10:43:55Z", last: "2009-09-02T10:43:55Z"),
    Wanted(
      path: "mysql-errlog/errlog007.txt", format: "mysql-error-log", records: 3,
      first: "2009-11-21T13:17:58Z", last: "2009-12-05T04:49:04Z"),
    Wanted(
      path: "mysql-errlog/errlog008.txt", format: "mysql-error-log", records: 3,
      first: "2009-12-05T04:49:04Z", last: "2009-12-05T04:49:10Z"),
    Wanted(
      path: "mysql-errlog/mariadb-logs.log", format: "mysql-error-log", records: 6,
      first: "2021-11-09T05:13:12Z", last: "2023-11-21T19:42:20Z"),
    Wanted(
      path: "mysql-errlog/mysql-logs.log", format: "mysql-error-log", records: 4,
      first: "2020-04-16T05:13:40.861934Z", last: "2023-07-31T08:34:16.116872Z"),
    // `date -u -d @1534860261`.
    Wanted(
      path: "journald/logfile_journald.json", format: "journald-json", records: 2,
      first: "2018-08-21T14:04:21.221373Z", last: "2018-08-21T14:04:21.221373Z"),
    // No line of these states a year.
    Wanted(
      path: "journald/openshift_kubelet_node_text.log", format: "syslog-text", records: 0,
      quarantined: 50),
    Wanted(
      path: "go-panic/k8s_issue_92582_syslog_prefixed_EXCERPT.txt", format: "syslog-text",
      records: 0, quarantined: 1),
    Wanted(
      path: "go-panic/k8s_issue_77174_recovered_EXCERPT.txt", format: "klog", records: 0,
      quarantined: 1),
    Wanted(path: "loki/lines/kubernetes.txt", format: "klog", records: 0, quarantined: 1000),
    Wanted(
      path: "docker/core_unescaping_json.log", format: "docker-json", records: 1,
      first: "2019-04-01T17:58:33.598656444Z", last: "2019-04-01T17:58:33.598656444Z"),
    Wanted(
      path: "docker/annotations-parser_stderr_text.log", format: "docker-json", records: 2,
      first: "2019-04-01T17:58:33.598656444Z", last: "2019-04-01T17:58:33.698656444Z"),
    // Frames without a time; divided lines are one record.
    Wanted(path: "docker/dockermode.log", format: "docker-json", records: 0, quarantined: 3),
    Wanted(
      path: "docker/dockermode_splitted_line.log", format: "docker-json", records: 0,
      quarantined: 2),
    Wanted(
      path: "docker/dockermode_splitted_multiple_lines.log", format: "docker-json", records: 0,
      quarantined: 6),
    Wanted(path: "docker/logfile_docker_compose.0", format: "docker-compose", records: 0),
    Wanted(
      path: "docker/logfile_docker_compose_with_ts.0", format: "docker-compose", records: 22,
      first: "2024-04-25T05:32:35.019558005Z", last: "2024-04-25T05:54:43.948541926Z"),
    Wanted(
      path: "k8s-cri/cri_envoy_json.log", format: "kubernetes-cri", records: 10,
      first: "2016-04-15T20:17:00.536Z", last: "2026-01-24T01:38:00.04Z"),
    Wanted(
      path: "k8s-cri/envoy-http-crawl-non_statics.log", format: "kubernetes-cri", records: 41,
      first: "2025-12-31T16:40:00.0000001Z", last: "2025-12-31T16:40:00.00000049Z"),
    Wanted(
      path: "cloudwatch/subscription_filter_DATA_MESSAGE.json", format: "cloudwatch-json",
      records: 3, first: "2015-05-28T15:27:35Z", last: "2015-05-28T15:27:35Z"),
    Wanted(
      path: "app-json-logs/logfile_logfmt.0", format: "logfmt", records: 5,
      first: "2021-09-15T21:17:10.220731Z", last: "2021-09-15T21:18:20.335825Z"),
    Wanted(
      path: "loki/lines/agent-logfmt.txt", format: "logfmt", records: 1000,
      first: "2024-04-16T15:10:42.555218448Z", last: "2024-04-16T15:10:44.103611953Z"),
    Wanted(
      path: "loki/lines/distributor-logfmt.txt", format: "logfmt", records: 5000,
      first: "2024-05-02T12:17:22.01212206Z", last: "2024-05-02T12:17:25.606619951Z"),
    Wanted(
      path: "loki/lines/vault.txt", format: "text-log", records: 1000,
      first: "2024-05-07T10:54:47.129Z", last: "2024-05-07T10:58:13.877Z"),
    Wanted(
      path: "loki/lines/calico.txt", format: "text-log", records: 994,
      first: "2024-05-08T15:23:56.399Z", last: "2024-05-08T15:23:58.902Z"),
    Wanted(
      path: "loki/lines/kafka.txt", format: "text-log", records: 1000,
      first: "2024-05-07T10:55:40.485Z", last: "2024-05-07T10:55:53.434Z"),
    Wanted(
      path: "app-json-logs/logfile_epoch.1", format: "text-log", records: 2,
      first: "2015-04-09T19:58:07.123Z", last: "2015-04-09T19:58:07.456Z"),
    Wanted(
      path: "go-panic/fluentbit_multiline_panic.log", format: "go-panic", records: 0,
      quarantined: 1),
    Wanted(path: "go-panic/gostackparse/cgo.txt", format: "go-panic", records: 0),
    Wanted(path: "go-panic/gostackparse/waitsince.txt", format: "go-panic", records: 0),
  ]

  @Test(.enabled(if: CorpusTests.isPresent), arguments: all)
  func matchesWhatOtherToolsCount(_ wanted: Wanted) throws {
    let input = InputFile(
      path: CorpusTests.folder.appending(path: wanted.path).path, displayPath: wanted.path,
      isNamed: false)
    let found = try #require(ExportInspector.inspect([input], .init(assumedZone: .utc)).first)
    let summary = found.summary
    #expect(summary.format == wanted.format)
    #expect(summary.records == wanted.records)
    #expect(summary.quarantined == wanted.quarantined)
    #expect((summary.span?.first.rfc3339 ?? "-") == wanted.first)
    #expect((summary.span?.last.rfc3339 ?? "-") == wanted.last)
    // What gives no record says why.
    #expect(wanted.records > 0 || !found.diagnostics.isEmpty)
  }
}

/// Stamps read one after another are read as each alone.
struct RepeatedStampTests {
  @Test func commasAreFractionsInEveryStamp() throws {
    let stamps = StampReader(.utc)
    for text in ["2024-05-15 06:20:01,434", "2024-05-15 06:20:02,434", "2024-05-15 06:20:02,500"] {
      let bytes = Array(text.utf8)
      let read = try bytes.withUnsafeBytes { try stamps.read($0).get() }
      let dotted = text.replacing(",", with: ".").replacing(" ", with: "T") + "Z"
      let alone = Array(dotted.utf8)
      let wanted = try alone.withUnsafeBytes { try StampReader(nil).read($0).get() }
      #expect(read == wanted, "\(text)")
    }
  }
}
